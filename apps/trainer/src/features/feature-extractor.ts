import type * as tf from "@tensorflow/tfjs-core";
import { extractFeatures } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { toRange } from "@vivit/weights";
import type { Classifier } from "../run/classifier.ts";
import type { SavedModel } from "../run/model-directory.ts";
import type { Runtime } from "../run/runtime.ts";

/** A model that gives, in place of scores, what its head sees of a clip: [batch, dim]. */
export async function prepareFeatureExtractor(
  runtime: Runtime,
  { model, parameters, preprocessing }: SavedModel,
  batch: number,
): Promise<Classifier> {
  const { frames, height, width } = model.clip;
  const inputs = { parameters, video: { dtype: "float32", shape: [batch, frames, height, width, model.channels] } };
  const apply = (at: { parameters: Tree<tf.Tensor>; video: tf.Tensor5D }) => ({
    features: extractFeatures(at.video, at.parameters as never, model),
  });
  const program = await runtime.prepare(apply as never, inputs);
  return {
    batch,
    async classify(video, current) {
      const given = { parameters: current, video: toRange(video, preprocessing.range) };
      const { features } = (await program.run(given as never)) as unknown as { features: HostTensor };
      return features;
    },
    dispose: () => program.dispose(),
  };
}
