import type * as tf from "@tensorflow/tfjs-core";
import { eager } from "@vivit/compile";
import { extractFeatures, initializeParameters, type ModelConfig, type ModelParams } from "@vivit/models";
import { countValues, type HostTensor, hostTensor, randomKey, uniform } from "@vivit/nn";
import { largestBuffer } from "./largest-buffer.ts";

/** Model 1 with the tokens of ViViT-B/16x2, 16 · 14 · 14 + 1 = 3,137, in one narrow block. */
const model: ModelConfig = {
  variant: "space-time",
  clip: { frames: 16, height: 14, width: 14 },
  channels: 1,
  tubelet: { frames: 1, height: 1, width: 1 },
  encoder: { dim: 4, depth: 1, heads: 2, mlpDim: 8 },
  pool: "token",
  classes: 4,
};

/** Logits of one clip; the scores of its attention are more than one block holds. */
export async function runLongClip() {
  const params = initializeParameters(model, randomKey(1));
  const { frames, height, width } = model.clip;
  const shape = [1, frames, height, width, 1];
  const video = hostTensor(uniform(randomKey(2), countValues(shape)), shape);
  const program = eager(
    ((at: { params: ModelParams; video: tf.Tensor5D }) => extractFeatures(at.video, at.params, model)) as never,
    { params, video },
  );
  const { values } = (await program.run({ params, video } as never)) as unknown as HostTensor;
  await program.dispose();
  return { features: [...values], largestBuffer: largestBuffer() };
}
