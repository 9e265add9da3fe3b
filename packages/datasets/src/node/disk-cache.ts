import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ClipPart } from "../clip-index.ts";
import type { DiskClip } from "./disk-clip.ts";

/** Where decoded clips are kept, and how much room they may take. */
export interface DiskCacheOptions {
  /** Made if it does not exist. */
  readonly folder: string;
  readonly bytes: number;
}

/**
 * Keeps decoded clips as files of a folder, within a budget, from run to run.
 *
 * A file is named after everything that decides what is in it: the video's path, size and time of change, the part of it, and how
 * it is decoded. What is left from a process that was killed is removed. Never evicts, as `ClipCache`.
 */
export class DiskCache {
  readonly #folder: string;
  readonly #budget: number;
  readonly #manner: string;
  #bytes = 0;
  /** Why nothing more is written: the disk is full, or the folder cannot be written. */
  problem: string | undefined;

  /** @param manner how clips are decoded */
  constructor({ folder, bytes }: DiskCacheOptions, manner: object) {
    this.#folder = folder;
    this.#budget = bytes;
    this.#manner = JSON.stringify(manner);
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (name.endsWith(".incomplete")) rmSync(path, { force: true });
      else this.#bytes += statSync(path).size;
    }
  }

  /** Bytes kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Where a clip is or would be kept, and how large it may be to be written. */
  place(path: string, part: ClipPart | undefined): { file: string; bytes: number } | undefined {
    const status = statSync(path, { throwIfNoEntry: false });
    if (!status) return undefined;
    const identity = JSON.stringify([path, status.size, status.mtimeMs, part, this.#manner]);
    const name = createHash("sha256").update(identity).digest("hex").slice(0, 32);
    return { file: join(this.#folder, name), bytes: this.problem ? 0 : Math.max(0, this.#budget - this.#bytes) };
  }

  /** Count what was written; a clip that came while there was room and is too much now stays out of the next run's budget. */
  note({ written = 0, diskProblem }: DiskClip): void {
    this.#bytes += written;
    this.problem ??= diskProblem;
  }
}
