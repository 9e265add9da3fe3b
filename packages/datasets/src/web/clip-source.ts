import type { ClipEntry, ClipIndex } from "../clip-index.ts";
import type { View, ViewShape } from "../clip-view.ts";
import { DecodeError } from "../decode/decode-error.ts";
import { ClipCache } from "../loader/clip-cache.ts";
import { ClipProblems } from "../loader/clip-problems.ts";
import type { ViewSource } from "../loader/view-source.ts";
import { type FoundView, findViews, viewsOf, type WholeClip, wholeViews } from "../loader/whole-clip.ts";
import type { WebClipSourceOptions } from "./clip-source-options.ts";
import { decodeViews } from "./decode-views.ts";
import { limitAtOnce } from "./limit-at-once.ts";
import type { WebClips } from "./web-clips.ts";

/** Views of clips that are files or addresses: from memory where they are cached, else decoded by this browser. */
export class WebClipSource implements ViewSource {
  readonly index: ClipIndex;
  readonly shape: ViewShape;
  readonly cache: ClipCache;
  readonly problems: ClipProblems;
  readonly #clips: WebClips;
  readonly #options: WebClipSourceOptions;
  readonly #inTurn: ReturnType<typeof limitAtOnce>;
  readonly #end = new AbortController();

  constructor(clips: WebClips, options: WebClipSourceOptions) {
    const { frames, stride, crop, cacheBytes = 2 ** 28, maxBadFraction = 0.05, decoders = 2 } = options;
    this.index = clips.index;
    this.shape = { frames, stride, crop };
    this.cache = new ClipCache(cacheBytes);
    this.problems = new ClipProblems(clips.index.entries, maxBadFraction);
    this.#clips = clips;
    this.#options = options;
    this.#inTurn = limitAtOnce(decoders);
  }

  async views(entry: number, views: readonly View[], signal?: AbortSignal): Promise<FoundView[] | undefined> {
    if (this.problems.get(entry)) return undefined;
    const kept = this.cache.get(entry);
    if (kept) return this.#found(kept, views);
    try {
      const result = await this.#inTurn(() => this.#decode(this.index.entries[entry]!, views, signal));
      if ("views" in result) return wholeViews(result.views, this.shape);
      this.cache.offer(entry, result.whole);
      return this.#found(result.whole, views);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      if (this.#options.missingFrames === "fail" && error.reason === "damaged frames") throw error;
      this.problems.add(entry, error);
      return undefined;
    }
  }

  /** Stop decoding and forget the cached clips. */
  async dispose(): Promise<void> {
    this.#end.abort(new Error("createClipLoader: the loader was disposed"));
    this.cache.clear();
  }

  async #decode(entry: ClipEntry, views: readonly View[], reader?: AbortSignal) {
    const { secondsPerClip = 20, shortSide, resize, frameRate, missingFrames } = this.#options;
    const { part, path } = entry;
    if (part && part.kind !== "time")
      throw new DecodeError(
        "not a video",
        `${path} is no video file, but ${part.kind} of one; a page reads only files`,
      );
    const limit = AbortSignal.timeout(secondsPerClip * 1000);
    const stops = [this.#end.signal, ...(reader ? [reader] : [])];
    for (const stop of stops) stop.throwIfAborted();
    const signal = AbortSignal.any([limit, ...stops]);
    const wholeBytes = this.cache.room;
    const { shape } = this;
    try {
      const job = { shape, shortSide, resize, frameRate, missingFrames, part, name: path, views, wholeBytes, signal };
      return await decodeViews(await this.#clips.open(entry), job);
    } catch (error) {
      for (const stop of stops) stop.throwIfAborted();
      if (limit.aborted) throw new DecodeError("timed out", `${path} took longer than ${secondsPerClip} seconds`);
      throw error;
    }
  }

  #found(whole: WholeClip, views: readonly View[]): FoundView[] {
    const changed = views.some((view) => "start" in view && view.augmentation);
    if (!changed) return findViews(whole, this.shape, views);
    return wholeViews(viewsOf(whole, views, this.shape), this.shape);
  }
}
