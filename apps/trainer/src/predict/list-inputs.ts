import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isVideoName, videoExtensions } from "@vivit/datasets/node";
import { UsageError } from "../usage-error.ts";

/** Something to look at. */
export interface PredictInput {
  /** A file; a URL that is fetched whole; or a stream, whose end is not known: what is piped in, a camera, a live URL. */
  readonly kind: "file" | "url" | "stream";
  /** As it was given, or a file found in a folder that was given. */
  readonly name: string;
}

/**
 * What the words of `vivit predict` name: folders become the videos in them, however deep, in the order of their names.
 *
 * @throws UsageError for a folder without videos
 */
export async function listInputs(words: readonly string[]): Promise<PredictInput[]> {
  const lists = await Promise.all(words.map(inputsOf));
  return lists.flat();
}

async function inputsOf(word: string): Promise<PredictInput[]> {
  if (word === "-" || word.startsWith("camera:")) return [{ kind: "stream", name: word }];
  if (/^https?:\/\//.test(word)) return [{ kind: "url", name: word }];
  if (/^[a-z][a-z0-9+.-]+:\/\//.test(word)) return [{ kind: "stream", name: word }];
  const found = await stat(word).catch(() => undefined);
  if (!found?.isDirectory()) return [{ kind: "file", name: word }];
  const names = (await readdir(word, { recursive: true })).filter(isVideoName).sort();
  if (names.length > 0) return names.map((name) => ({ kind: "file", name: join(word, name) }));
  throw new UsageError(`predict: expected videos (${videoExtensions.join(", ")}) in ${word}, found none`);
}
