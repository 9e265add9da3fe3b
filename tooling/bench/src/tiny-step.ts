import * as tf from "@tensorflow/tfjs";
import { eager, type Program } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import { applyModel, initializeParameters, type ModelConfig, type ModelParams } from "@vivit/models";
import { type HostTensor, hostTensor, mapTree, normal, randomKey } from "@vivit/nn";
import { createTrainingStep, oneHot, sgdMomentum, softmaxCrossEntropy } from "@vivit/training";
import type { Contender } from "./pairs.ts";

const batch = 8;

/** The tiny Model 1 of the feasibility study: 8 clips of 16×64×64, tubelet 2×8×8, width 128, 4 blocks, 4 heads. */
export const tinyModel: ModelConfig = {
  variant: "space-time",
  clip: { frames: 16, height: 64, width: 64 },
  channels: 3,
  tubelet: { frames: 2, height: 8, width: 8 },
  encoder: { dim: 128, depth: 4, heads: 4, mlpDim: 512 },
  pool: "token",
  classes: 10,
};

/** A whole training step of the tiny model, SGD with momentum, compiled for ONNX Runtime. */
export async function compiledTinyStep(): Promise<Contender> {
  await tf.setBackend("cpu");
  const { step, inputs } = tinyStep();
  return contender("compiled", (await compile(step as never, inputs, { carry: "state" })) as never, inputs);
}

/** The same step, eagerly on TensorFlow.js's WebAssembly backend. */
export async function wasmTinyStep(): Promise<Contender> {
  await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  const { step, inputs } = tinyStep();
  return contender("tfjs wasm", eager(step as never, inputs, { carry: "state" }) as never, inputs);
}

function tinyStep() {
  const key = randomKey(0);
  const params = initializeParameters(tinyModel, key);
  const velocity = mapTree(params, (leaf) =>
    hostTensor(new Float32Array((leaf as HostTensor).values.length), (leaf as HostTensor).shape),
  );
  const step = createTrainingStep<ModelParams, { video: tf.Tensor5D; labels: tf.Tensor1D }>({
    loss: (at, { video, labels }) => softmaxCrossEntropy(applyModel(video, at, tinyModel), oneHot(labels, 10)),
    optimizer: sgdMomentum(),
  });
  const { frames, height, width } = tinyModel.clip;
  const shape = [batch, frames, height, width, 3];
  const inputs = {
    state: { params, optimizer: { velocity } },
    batch: {
      video: hostTensor(normal(key, batch * frames * height * width * 3), shape),
      labels: { dtype: "int32" as const, shape: [batch], values: Int32Array.from({ length: batch }, (_, i) => i) },
    },
    learningRate: hostTensor(Float32Array.of(0.01), []),
    step: hostTensor(Float32Array.of(0), []),
  };
  return { step, inputs };
}

function contender(
  name: string,
  program: Program<unknown, unknown, "state">,
  { state: _, ...rest }: { state: unknown },
): Contender {
  return { name, run: () => program.step(rest as never), dispose: () => program.dispose() };
}
