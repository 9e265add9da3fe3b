import { drawStill, placeView, type Still } from "@vivit/datasets";
import { stackViews } from "@vivit/datasets/node";
import { foldIn, permutation, type RandomKey, uniform } from "@vivit/nn";
import type { HostBatch } from "../run/training-inputs.ts";
import type { AblationData } from "./ablation-table.ts";

/** Stills drawn once, kept in memory. */
export function drawStills({ seed, size, level }: AblationData, count: number, split: string): Still[] {
  return Array.from({ length: count }, (_, index) => drawStill({ seed, split, index, level, size }));
}

/**
 * One batch of stills as clips of one frame, each cropped at random.
 *
 * A function of its arguments: the epoch decides the order, the step which of it.
 *
 * @returns video [batch, 1, crop, crop, 3] in [-1, 1], labels [batch]
 */
export function stillsBatch(
  stills: readonly Still[],
  { key, epoch, step, batch, crop }: { key: RandomKey; epoch: number; step: number; batch: number; crop: number },
): HostBatch {
  const order = permutation(foldIn(foldIn(key, "order"), epoch), stills.length);
  const shape = { frames: 1, stride: 1, crop };
  const drawn = Array.from({ length: batch }, (_, place) => stills[order[step * batch + place]!]!);
  const views = drawn.map(({ clip }, place) => {
    const [down, across] = uniform(foldIn(foldIn(foldIn(key, "crop"), epoch), step * batch + place), 2);
    const view = { start: 0, place: [down!, across!] as const, flip: false };
    return { clip, placed: placeView(view, clip, shape) };
  });
  const labels = Int32Array.from(drawn, ({ label }) => label);
  return {
    video: stackViews(views, batch, shape),
    labels: { dtype: "int32", shape: [batch], values: labels },
  };
}
