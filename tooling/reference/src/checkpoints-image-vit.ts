import * as tf from "@tensorflow/tfjs-core";
import { applyModel, type ModelConfig } from "@vivit/models";
import { type HostTensor, mapTree, toTensor, treeFromLeaves, treeLeaves } from "@vivit/nn";
import type { Checkpoint } from "@vivit/weights";

/**
 * Run an image model: a ViViT whose clip and tubelet are one frame.
 *
 * @param images [batch, height, width, channels]
 * @param heads as the case says, for files that do not show them
 * @returns logits; what comes before the head where the file has none
 */
export async function runImageVit(
  { tree, facts }: Checkpoint,
  images: HostTensor,
  heads: number,
  gelu: "tanh" | "erf",
): Promise<HostTensor> {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const leaves = new Map(treeLeaves(tree));
  const kernel = leaves.get("embedding.kernel")!;
  leaves.set("embedding.kernel", { ...kernel, shape: [1, ...kernel.shape] });
  const classes = facts.classes ?? facts.representationDim ?? facts.dim;
  if (facts.classes === undefined) for (const [path, leaf] of identity(classes)) leaves.set(path, leaf);
  const config: ModelConfig = {
    variant: "space-time",
    clip: { frames: 1, height, width },
    channels,
    tubelet: facts.tubelet,
    encoder: {
      dim: facts.dim,
      depth: facts.encoder.depth,
      heads: facts.encoder.heads ?? heads,
      mlpDim: facts.encoder.mlpDim,
    },
    pool: facts.encoder.classToken ? "token" : "gap",
    ...(facts.representationDim ? { representationDim: facts.representationDim } : {}),
    classes,
  };
  const video = { ...images, shape: [batch, 1, height, width, channels] };
  const run = () =>
    tf.tidy(() => {
      const params = mapTree(treeFromLeaves([...leaves]), toTensor) as Parameters<typeof applyModel>[1];
      return applyModel(toTensor<tf.Rank.R5>(video), params, config).dataSync();
    });
  const values = gelu === "erf" ? withExactGelu(run) : run();
  return { dtype: "float32", shape: [batch, classes], values: values as Float32Array };
}

/** A head that passes on what comes to it. */
function identity(size: number): [string, HostTensor][] {
  const values = new Float32Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return [
    ["head.kernel", { dtype: "float32", shape: [size, size], values }],
    ["head.bias", { dtype: "float32", shape: [size], values: new Float32Array(size) }],
  ];
}

/** Our models compute the tanh form; a kernel of its name gives the exact one for as long as `run` takes. */
function withExactGelu<Result>(run: () => Result): Result {
  const kernel = { kernelName: "VivitGelu", backendName: "cpu" };
  tf.registerKernel({ ...kernel, kernelFunc: ({ inputs }) => exactGelu(inputs.x as tf.Tensor) });
  try {
    return run();
  } finally {
    tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  }
}

function exactGelu(x: tf.Tensor): tf.TensorInfo {
  const backend = tf.backend() as unknown as {
    readSync(id: object): Float32Array;
    write(values: Float32Array, shape: number[], dtype: string): object;
  };
  const values = backend.readSync(x.dataId).map((value) => 0.5 * value * (1 + errorFunction(value / Math.SQRT2)));
  return { dataId: backend.write(values, x.shape, "float32"), shape: x.shape, dtype: "float32" };
}

/** To 1.5e-7. Source: Abramowitz and Stegun 7.1.26. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}
