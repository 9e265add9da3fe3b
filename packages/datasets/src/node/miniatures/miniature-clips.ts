import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Clip, clipOf, frameBytes } from "../../clip.ts";
import { drawMotion } from "../../motions/draw-motion.ts";
import { type EncodeOptions, encodeClip } from "../encode-clip.ts";
import type { NodeAv } from "../load-node-av.ts";

/** Where a miniature is made, and with what. */
export interface MiniatureSite {
  readonly av: NodeAv;
  readonly directory: string;
  /** Height and width of every video, in pixels. */
  readonly size: number;
}

/** Clips of each split: enough for two steps of four, and an evaluation. */
export const miniatureCounts = { train: 8, validation: 4 } as const;

/** Frames of a short clip. */
const frames = 24;

/** A clip of some motion; number and split decide which, so that every miniature shows others. */
export function drawClip({ size }: MiniatureSite, split: string, index: number): Clip {
  return drawMotion({ seed: 7, split, index, level: "easy", size, frames });
}

/** Several clips one after the other, as one long video. */
export function joinClips(clips: readonly Clip[]): Clip {
  const [first] = clips as [Clip, ...Clip[]];
  const values = new Uint8Array(clips.reduce((bytes, clip) => bytes + clip.frames * frameBytes(clip), 0));
  let at = 0;
  for (const clip of clips) {
    values.set(clip.values, at);
    at += clip.values.length;
  }
  return clipOf(values, first.height, first.width, first.frameRate);
}

/** Write a video below the directory. */
export function putVideo({ av, directory }: MiniatureSite, path: string, clip: Clip, options?: EncodeOptions): void {
  const full = join(directory, ...path.split("/"));
  mkdirSync(dirname(full), { recursive: true });
  encodeClip(av, full, clip, options);
}

/** Write a file below the directory. */
export function putFile({ directory }: MiniatureSite, path: string, content: string | Uint8Array): void {
  const full = join(directory, ...path.split("/"));
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
}

/** Numbers of the clips of every split, in order. */
export function eachClip(): { split: "train" | "validation"; index: number }[] {
  return (["train", "validation"] as const).flatMap((split) =>
    Array.from({ length: miniatureCounts[split] }, (_, index) => ({ split, index })),
  );
}
