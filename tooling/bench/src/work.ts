import type * as tf from "@tensorflow/tfjs-core";
import { applyModel, initializeParameters, type ModelConfig, type ModelParams, presets } from "@vivit/models";
import { type HostTensor, hostTensor, mapTree, normal, randomKey, type Tree } from "@vivit/nn";
import { createTrainingStep, oneHot, sgdMomentum, softmaxCrossEntropy } from "@vivit/training";

/** The tiny Model 1 of the feasibility study: 16×64×64, tubelet 2×8×8, width 128, 4 blocks, 4 heads. */
const tiny: ModelConfig = {
  variant: "space-time",
  clip: { frames: 16, height: 64, width: 64 },
  channels: 3,
  tubelet: { frames: 2, height: 8, width: 8 },
  encoder: { dim: 128, depth: 4, heads: 4, mlpDim: 512 },
  pool: "token",
  classes: 10,
};

/** A named model: a preset, or the tiny one. */
export function benchModel(name: string): ModelConfig {
  if (name === "tiny") return tiny;
  const preset = (presets as Record<string, ModelConfig>)[name];
  if (!preset) throw new Error(`bench: expected a preset or "tiny", got "${name}"`);
  return preset;
}

/** The tiny model sees 8 clips at once, the others one. */
export function batchOf(name: string): number {
  return name === "tiny" ? 8 : 1;
}

/** Random weights, the head's included: it begins at zero, and a runtime could take a shortcut. */
export function benchParameters(config: ModelConfig): Tree<HostTensor> {
  const key = randomKey(0);
  return mapTree(initializeParameters(config, key), (leaf, path) => {
    const { shape, values } = leaf as HostTensor;
    return path === "head.kernel"
      ? hostTensor(
          normal(key, values.length).map((value) => value * 0.02),
          shape,
        )
      : (leaf as HostTensor);
  }) as Tree<HostTensor>;
}

/** A clip [batch, frames, height, width, channels]. */
export function benchVideo({ clip, channels }: ModelConfig, batch: number): HostTensor {
  const shape = [batch, clip.frames, clip.height, clip.width, channels];
  return hostTensor(
    normal(
      randomKey(1),
      shape.reduce((a, b) => a * b),
    ),
    shape,
  );
}

/** The forward pass as a function of one record. */
export function forwardOf(config: ModelConfig) {
  return ({ video, params }: { video: tf.Tensor5D; params: ModelParams }) => applyModel(video, params, config);
}

/** A whole training step, SGD with momentum, and the record it takes. */
export function trainingOf(config: ModelConfig, batch: number) {
  const params = benchParameters(config);
  const optimizer = sgdMomentum();
  const step = createTrainingStep<ModelParams, { video: tf.Tensor5D; labels: tf.Tensor1D }>({
    loss: (at, { video, labels }) => softmaxCrossEntropy(applyModel(video, at, config), oneHot(labels, config.classes)),
    optimizer,
  });
  const labels = { dtype: "int32" as const, shape: [batch], values: Int32Array.from({ length: batch }, (_, i) => i) };
  const rest = {
    batch: { video: benchVideo(config, batch), labels },
    learningRate: hostTensor(Float32Array.of(0.001), []),
    step: hostTensor(Float32Array.of(0), []),
  };
  return { step, state: { params, optimizer: optimizer.init(params as never) }, rest };
}
