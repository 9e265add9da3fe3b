import * as tf from "@tensorflow/tfjs-core";
import {
  applyModel,
  countParameters,
  initializeParameters,
  type ModelConfig,
  type ModelParams,
  type VariantName,
} from "@vivit/models";
import {
  countValues,
  foldIn,
  fromTensor,
  hostTensor,
  mapTree,
  normal,
  type RandomKey,
  randomKey,
  toTensor,
  treeLeaves,
  uniform,
} from "@vivit/nn";
import { demoModel } from "./demo-models.ts";

/** What a model said of a clip. */
export interface Classification {
  readonly logits: readonly number[];
  readonly parameters: number;
  /** From the clip in memory to its logits in memory, the first time: with everything that a backend prepares. */
  readonly firstMilliseconds: number;
  /** The same, the second time. */
  readonly milliseconds: number;
}

/** Classify a random clip with a random model on the active backend: both a function of the seed, the same everywhere. */
export async function classifyRandomClip(variant: VariantName, seed: number): Promise<Classification> {
  const config = demoModel(variant);
  const { frames, height, width } = config.clip;
  const shape = [1, frames, height, width, config.channels];
  const pixels = uniform(foldIn(randomKey(seed), "clip"), countValues(shape)).map((value) => 2 * value - 1);
  const params = drawParameters(config, foldIn(randomKey(seed), "parameters"));
  const classify = async () => {
    const started = performance.now();
    const logits = tf.tidy(() => applyModel(toTensor(hostTensor(pixels, shape)) as tf.Tensor5D, params, config));
    const { values } = await fromTensor(logits);
    logits.dispose();
    return { logits: [...values], milliseconds: performance.now() - started };
  };
  try {
    const first = await classify();
    const { logits, milliseconds } = await classify();
    return { logits, parameters: countParameters(config), firstMilliseconds: first.milliseconds, milliseconds };
  } finally {
    for (const [, leaf] of treeLeaves(params)) leaf.dispose();
  }
}

/** Random parameters, of the head too: a new model's head is zero, and so would be every logit. */
function drawParameters(config: ModelConfig, key: RandomKey): ModelParams {
  const headKernel = "head.kernel";
  return mapTree(initializeParameters(config, key), (leaf, path) => {
    if (path !== headKernel) return toTensor(leaf);
    const values = normal(foldIn(key, headKernel), leaf.values.length).map((value) => value / 10);
    return toTensor(hostTensor(values, leaf.shape));
  });
}
