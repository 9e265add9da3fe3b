/**
 * Load a runtime that the user brings along.
 *
 * @param name such as `onnxruntime-node`
 * @throws Error if it is not installed, saying how to install it
 */
export async function loadRuntime<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    if (!code?.endsWith("MODULE_NOT_FOUND") || !message?.includes(`'${name}'`)) throw error;
    throw new Error(`compile: expected ${name} to be installed, got none; run npm install ${name}@1.30.0`, {
      cause: error,
    });
  }
}
