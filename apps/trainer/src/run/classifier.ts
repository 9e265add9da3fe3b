import type * as tf from "@tensorflow/tfjs-core";
import { applyModel, type ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { type Preprocessing, toRange } from "@vivit/weights";
import type { Runtime } from "./runtime.ts";

/** A model ready to score batches of one size. */
export interface Classifier {
  /** Views in one call. */
  readonly batch: number;
  /** [batch, frames, height, width, 3] in [-1, 1] → logits [batch, classes] */
  classify(video: HostTensor, parameters: Tree<HostTensor>): Promise<HostTensor>;
  dispose(): Promise<void>;
}

/**
 * Prepare a model for batches of one size; parameters come with every call.
 *
 * @param range what black and white become for the model; absent: -1 and 1
 */
export async function prepareClassifier(
  runtime: Runtime,
  model: ModelConfig,
  parameters: Tree<HostTensor>,
  batch: number,
  range?: Preprocessing["range"],
): Promise<Classifier> {
  const { frames, height, width } = model.clip;
  const inputs = { parameters, video: { dtype: "float32", shape: [batch, frames, height, width, model.channels] } };
  const apply = (at: { parameters: Tree<tf.Tensor>; video: tf.Tensor5D }) => ({
    logits: applyModel(at.video, at.parameters, model),
  });
  const program = await runtime.prepare(apply as never, inputs);
  return {
    batch,
    async classify(video, current) {
      const { logits } = (await program.run({
        parameters: current,
        video: toRange(video, range),
      } as never)) as unknown as {
        logits: HostTensor;
      };
      return logits;
    },
    dispose: () => program.dispose(),
  };
}
