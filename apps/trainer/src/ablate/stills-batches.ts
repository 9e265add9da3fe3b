import { cutView, drawStill, placeView, type Still, scaleValues } from "@vivit/datasets";
import { foldIn, hostTensor, permutation, type RandomKey, uniform } from "@vivit/nn";
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
  const size = crop * crop * 3;
  const values = new Float32Array(batch * size);
  const labels = new Int32Array(batch);
  for (let place = 0; place < batch; place++) {
    const { clip, label } = stills[order[step * batch + place]!]!;
    const [down, across] = uniform(foldIn(foldIn(foldIn(key, "crop"), epoch), step * batch + place), 2);
    const view = { start: 0, place: [down!, across!] as const, flip: false };
    const placed = placeView(view, clip, { frames: 1, stride: 1, crop });
    values.set(scaleValues(cutView(clip, placed, crop).values), place * size);
    labels[place] = label;
  }
  return {
    video: hostTensor(values, [batch, 1, crop, crop, 3]),
    labels: { dtype: "int32", shape: [batch], values: labels },
  };
}
