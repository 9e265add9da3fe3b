import type * as tf from "@tensorflow/tfjs-core";
import { eager } from "@vivit/compile";
import { applyModel, initializeParameters, type ModelConfig, type ModelParams } from "@vivit/models";
import { countValues, type HostTensor, hostTensor, randomKey, type Tree, treeLeaves, uniform } from "@vivit/nn";
import { oneHot, softmaxCrossEntropy, treeValueAndGradient } from "@vivit/training";
import { largestBuffer } from "./largest-buffer.ts";

/** Model 1 with the tokens of ViViT-B/16x2, 16 · 14 · 14 + 1 = 3,137, in one narrow block. */
const model: ModelConfig = {
  variant: "space-time",
  clip: { frames: 16, height: 14, width: 14 },
  channels: 1,
  tubelet: { frames: 1, height: 1, width: 1 },
  encoder: { dim: 8, depth: 1, heads: 2, mlpDim: 16 },
  pool: "token",
  classes: 4,
};

/** Loss and gradients of one clip; the scores of its attention are more than one block holds. */
export async function runLongClip() {
  const params = initializeParameters(model, randomKey(1));
  const { frames, height, width } = model.clip;
  const shape = [1, frames, height, width, 1];
  const video = hostTensor(uniform(randomKey(2), countValues(shape)), shape);
  const labels = { dtype: "int32" as const, shape: [1], values: Int32Array.of(2) };
  const program = eager(
    ((at: { params: ModelParams; video: tf.Tensor5D; labels: tf.Tensor1D }) =>
      treeValueAndGradient(
        (trained: ModelParams) => softmaxCrossEntropy(applyModel(at.video, trained, model), oneHot(at.labels, 4)),
        at.params,
      )) as never,
    { params, video, labels },
  );
  const { value, gradients } = (await program.run({ params, video, labels } as never)) as unknown as {
    value: HostTensor;
    gradients: Tree<HostTensor>;
  };
  await program.dispose();
  const largest = treeLeaves(gradients).map(([path, { values }]) => {
    let most = 0;
    for (const one of values) most = Math.max(most, Math.abs(one));
    return [path, most] as const;
  });
  return { loss: value.values[0]!, gradients: Object.fromEntries(largest), largestBuffer: largestBuffer() };
}
