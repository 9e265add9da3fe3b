import { type ClipEntry, clipName } from "../clip-index.ts";
import type { DecodeError, DecodeReason } from "../decode/decode-error.ts";

/** A file that was skipped. */
export interface ClipProblem {
  /** Relative to the directory of the index, with the part of it that the clip is. */
  readonly path: string;
  readonly reason: DecodeReason;
  /** One line for people. */
  readonly message: string;
}

/** The files that were skipped so far; too many of them end the run. */
export class ClipProblems {
  readonly #byEntry = new Map<number, DecodeError>();

  /**
   * @param entries all clips of the index
   * @param maxBadFraction of them that may be skipped; one file alone never ends a run
   */
  constructor(
    readonly entries: readonly ClipEntry[],
    readonly maxBadFraction: number,
  ) {}

  get(entry: number): DecodeError | undefined {
    return this.#byEntry.get(entry);
  }

  /** In the order of the index. */
  list(): ClipProblem[] {
    const sorted = [...this.#byEntry].sort(([a], [b]) => a - b);
    return sorted.map(([entry, { reason, message }]) => ({ path: clipName(this.entries[entry]!), reason, message }));
  }

  /** How many files were skipped for each reason. */
  counts(): Partial<Record<DecodeReason, number>> {
    const counts: Partial<Record<DecodeReason, number>> = {};
    for (const { reason } of this.#byEntry.values()) counts[reason] = (counts[reason] ?? 0) + 1;
    return counts;
  }

  /**
   * Note that a file is skipped.
   *
   * @throws Error if these are now more than one, and more than `maxBadFraction` of the index
   */
  add(entry: number, error: DecodeError): void {
    this.#byEntry.set(entry, error);
    const bad = this.#byEntry.size;
    if (bad <= Math.max(1, this.maxBadFraction * this.entries.length)) return;
    const reasons = Object.entries(this.counts()).map(([reason, count]) => `${count} ${reason}`);
    throw new Error(
      `createClipLoader: expected at most ${this.maxBadFraction * 100} % of ${this.entries.length} files to be damaged, got ${bad} so far (${reasons.join(", ")}; first ${this.list()[0]!.path}); repair or remove them, or raise maxBadFraction`,
    );
  }
}
