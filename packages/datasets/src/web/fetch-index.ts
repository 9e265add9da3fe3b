import { parseIndex } from "../index-file.ts";
import type { WebClips } from "./web-clips.ts";

/**
 * Fetch an `index.jsonl`, as `vivit check` and `vivit prepare` write it, with its clips at addresses beside it.
 *
 * @param address of the index; relative to the page
 * @param directory address of the folder of the clips; as the index says, relative to it, if left out
 * @throws Error if it cannot be fetched, or a line of it is wrong
 */
export async function fetchIndex(address: URL | string, directory?: URL | string): Promise<WebClips> {
  const url = new URL(address, globalThis.location?.href);
  const answer = await fetch(url).catch((cause: Error) => {
    throw new Error(
      `fetchIndex: ${url} could not be fetched: its server, the network or this page's security policy does not allow it`,
      { cause },
    );
  });
  if (!answer.ok) throw new Error(`fetchIndex: expected an index at ${url}, its server answered ${answer.status}`);
  const index = parseIndex(await answer.text(), url.href);
  const folder = new URL(slashed(String(directory ?? index.directory)), url);
  return {
    index: { ...index, directory: folder.href, source: url.href },
    open: ({ path }) => new URL(path.split("/").map(encodeURIComponent).join("/"), folder),
  };
}

function slashed(directory: string): string {
  return directory.endsWith("/") ? directory : `${directory}/`;
}
