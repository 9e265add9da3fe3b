import type { WholeClip } from "./whole-clip.ts";

/**
 * Keeps resized clips in memory, within a budget.
 *
 * Clips are admitted until the budget is full and never evicted: an epoch reads every clip once, so the clip that was
 * used longest ago is the one needed next, and evicting it would leave nothing to find.
 */
export class ClipCache {
  readonly #clips = new Map<number, WholeClip>();
  #bytes = 0;

  /** @param budget bytes of pixels that may be kept */
  constructor(readonly budget: number) {}

  /** Bytes kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes that still fit. */
  get room(): number {
    return this.budget - this.#bytes;
  }

  get(entry: number): WholeClip | undefined {
    return this.#clips.get(entry);
  }

  /** Keep a clip if it fits. */
  offer(entry: number, whole: WholeClip): void {
    const bytes = whole.clip.values.byteLength;
    if (bytes > this.room || this.#clips.has(entry)) return;
    this.#clips.set(entry, whole);
    this.#bytes += bytes;
  }

  clear(): void {
    this.#clips.clear();
    this.#bytes = 0;
  }
}
