import { placeView } from "@vivit/datasets";
import { foldIn, type HostTensor, hostTensor, permutation, type RandomKey, uniform } from "@vivit/nn";
import type { Preprocessing } from "@vivit/weights";
import { modelInput } from "../clip/model-input.ts";
import type { Example } from "./examples.ts";

/** A window that begins anywhere in a video, with a crop anywhere in its frames. Left stays left: it may be what is taught. */
export function randomView({ video }: Example, preprocessing: Preprocessing, key: RandomKey): HostTensor {
  const [start, down, across] = uniform(key, 3) as unknown as [number, number, number];
  const size = { frames: video.total, height: video.clip.height, width: video.clip.width };
  const { indices, corner } = placeView({ start, place: [down, across], flip: false }, size, preprocessing);
  return modelInput(video, indices[0]!, preprocessing, corner);
}

/** Clips and class numbers of one step. */
export interface TeachingBatch {
  /** [batch, frames, height, width, 3] */
  readonly video: HostTensor;
  /** [batch] */
  readonly labels: HostTensor;
}

/** The batch of a step: every example once an epoch, in an order of its own. */
export function randomBatch(
  examples: readonly Example[],
  size: number,
  step: number,
  preprocessing: Preprocessing,
  key: RandomKey,
): TeachingBatch {
  const chosen = Array.from({ length: size }, (_, place) => {
    const at = step * size + place;
    const order = permutation(foldIn(key, Math.floor(at / examples.length)), examples.length);
    return { example: examples[order[at % examples.length]!]!, at };
  });
  const views = chosen.map(({ example, at }) => randomView(example, preprocessing, foldIn(foldIn(key, "view"), at)));
  const [, ...shape] = views[0]!.shape;
  const values = new Float32Array(size * views[0]!.values.length);
  for (const [at, view] of views.entries()) values.set(view.values, at * view.values.length);
  const labels = Int32Array.from(chosen, ({ example }) => example.label);
  return { video: hostTensor(values, [size, ...shape]), labels: { dtype: "int32", shape: [size], values: labels } };
}
