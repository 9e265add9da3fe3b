/** The parts of node-av that read and write video. */
export type NodeAv = typeof import("node-av/lib") & { constants: typeof import("node-av/constants") };

/**
 * Load node-av, an optional peer: FFmpeg's libraries as a Node addon.
 *
 * @param caller named in the error
 * @throws Error with the fix if node-av is not installed
 */
export async function loadNodeAv(caller: string): Promise<NodeAv> {
  try {
    const [library, constants] = await Promise.all([import("node-av/lib"), import("node-av/constants")]);
    library.Log.setLevel(constants.AV_LOG_QUIET); // its lines about damaged files would land on the terminal
    return { ...library, constants };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND" && message.includes("node-av"))
      throw new Error(`${caller}: node-av is not installed; npm install node-av`);
    throw new Error(`${caller}: node-av does not load on this machine; ${message.split("\n")[0]}`, { cause: error });
  }
}
