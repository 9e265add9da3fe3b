import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { foldIn, permutation, randomKey } from "@vivit/nn";
import type { DecodeReason } from "../../decode/decode-error.ts";
import { indexFolder } from "../index-folder.ts";
import { type WriteMotionsOptions, writeMotions } from "../write-motions.ts";
import { damages } from "./damages.ts";

/** What was done to a clip. */
export interface DamagedClip {
  /** Relative to the folder. */
  readonly path: string;
  readonly damage: string;
  /** What a check is to say of it. */
  readonly reason: DecodeReason;
}

/** How large a damaged set. */
export interface WriteDamagedOptions extends WriteMotionsOptions {
  /** Clips that are damaged, each way about as often; 50 if left out. */
  readonly damaged?: number;
}

/**
 * Make a data set of real video files of which some are damaged, in ten ways: what checks and loaders are tried on.
 *
 * `damage.json` in the folder lists them; made once, then found again.
 *
 * @returns the damaged clips, in the order of their paths
 * @throws Error if the folder holds anything else; RangeError for more damaged clips than clips
 */
export async function writeDamaged(directory: string, options: WriteDamagedOptions = {}): Promise<DamagedClip[]> {
  const { damaged = 50, seed = 0, ...motions } = options;
  const list = join(directory, "damage.json");
  if (existsSync(list)) return JSON.parse(readFileSync(list, "utf8")) as DamagedClip[];
  await writeMotions(directory, { ...motions, seed });
  const { entries } = indexFolder(directory);
  if (damaged > entries.length)
    throw new RangeError(`writeDamaged: expected at most ${entries.length} damaged clips, got ${damaged}`);
  const key = randomKey(seed);
  const chosen = [...permutation(foldIn(key, "which"), entries.length).slice(0, damaged)].sort((a, b) => a - b);
  const clips = chosen.map((entry, number) => {
    const [{ path }, { name, reason, apply }] = [entries[entry]!, damages[number % damages.length]!];
    const file = join(directory, ...path.split("/"));
    writeFileSync(file, apply(readFileSync(file), foldIn(key, number)));
    return { path, damage: name, reason };
  });
  writeFileSync(list, `${JSON.stringify(clips, null, 2)}\n`);
  return clips;
}
