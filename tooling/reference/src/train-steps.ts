import type * as tf from "@tensorflow/tfjs-core";
import type { Program } from "@vivit/compile";
import {
  applyModel,
  drawModelMasks,
  initializeParameters,
  type ModelConfig,
  type ModelMasks,
  type ModelParams,
} from "@vivit/models";
import { foldIn, type HostTensor, hostTensor, normal, randomKey } from "@vivit/nn";
import { adamW, createTrainingStep, mixup, oneHot, sgdMomentum, softmaxCrossEntropy } from "@vivit/training";
import type { PrepareProgram } from "./run-model-case.ts";

const steps = 3;
const batch = 2;
const key = randomKey(21);
const encoder = { dim: 16, depth: 2, heads: 2, mlpDim: 32 };
const model: ModelConfig = {
  variant: "factorized-encoder",
  clip: { frames: 6, height: 8, width: 8 },
  channels: 3,
  tubelet: { frames: 1, height: 4, width: 4 },
  sampledFrames: 3,
  encoder,
  temporalEncoder: { ...encoder, depth: 1 },
  pool: "token",
  classes: 4,
  gradientCheckpointing: true,
};

/** Ways to move the parameters. */
export const optimizers = { "SGD with momentum": sgdMomentum({ weightDecay: 0.1 }), AdamW: adamW() } as const;

/** What one step reported. */
export interface StepReport {
  readonly loss: number;
  readonly gradientNorm: number;
}

/** Three steps with all that training knows: mixup, smoothing, every dropout, dropped branches, clipping, checkpointing. */
export async function trainSteps(prepare: PrepareProgram, name: keyof typeof optimizers): Promise<StepReport[]> {
  const optimizer = optimizers[name];
  const step = createTrainingStep<ModelParams, Batch>({
    loss: (params, { video, labels, weight, masks }) =>
      softmaxCrossEntropy(
        applyModel(mixup(video, weight), params, model, masks),
        mixup(oneHot(labels, model.classes), weight),
        { smoothing: 0.1 },
      ),
    optimizer,
    clipNorm: 1,
  });
  const params = initializeParameters(model, foldIn(key, "parameters"));
  const state = { params, optimizer: optimizer.init(params) };
  const program = (await (prepare as unknown as Prepare)(
    step,
    { state, ...inputsAt(0) },
    { carry: "state" },
  )) as Program<unknown, { loss: HostTensor; gradientNorm: HostTensor }, "state">;
  const reports: StepReport[] = [];
  for (let at = 0; at < steps; at++) {
    const { loss, gradientNorm } = (await program.step(inputsAt(at) as never)) as unknown as Record<string, HostTensor>;
    reports.push({ loss: loss!.values[0]!, gradientNorm: gradientNorm!.values[0]! });
  }
  await program.dispose();
  return reports;
}

type Prepare = (fn: unknown, inputs: unknown, options: { carry: "state" }) => unknown;

interface Batch {
  video: tf.Tensor5D;
  labels: tf.Tensor1D;
  weight: tf.Scalar;
  masks: ModelMasks;
}

/** The inputs of one step: a function of its number. */
function inputsAt(step: number) {
  const at = foldIn(key, step);
  const { frames, height, width } = model.clip;
  const shape = [batch, frames, height, width, model.channels];
  return {
    batch: {
      video: hostTensor(normal(at, batch * frames * height * width * model.channels), shape),
      labels: { dtype: "int32" as const, shape: [batch], values: Int32Array.from([step, step + 1]) },
      weight: scalar(0.3),
      masks: drawModelMasks(at, model, batch, { dropout: 0.1, attentionDropout: 0.1, dropPath: 0.2 }),
    },
    learningRate: scalar(0.01),
    step: scalar(step),
  };
}

function scalar(value: number) {
  return hostTensor(Float32Array.of(value), []);
}
