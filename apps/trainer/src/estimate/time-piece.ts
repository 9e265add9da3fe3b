import type * as tf from "@tensorflow/tfjs";
import type { Program } from "@vivit/compile";
import { applyModel, countFlops, initializeParameters, type ModelConfig, type ModelParams } from "@vivit/models";
import { type HostTensor, hostTensor, mapTree, randomKey, uniform } from "@vivit/nn";
import { createTrainingStep, oneHot, sgdMomentum, softmaxCrossEntropy } from "@vivit/training";
import type { Runtime } from "../run/runtime.ts";

/** How much of a model is timed: one block of each encoder at the model's width. */
export interface Piece {
  readonly config: ModelConfig;
  readonly batch: number;
  /** Multiply-adds of its forward pass. */
  readonly multiplyAdds: number;
}

/** A piece is timed up to so often, but not again once it has taken so long. */
const [mostRuns, enoughMilliseconds] = [5, 1000];

/** Multiply-adds of a piece at most: about a second of a forward pass on two cores. */
const mostMultiplyAdds = 5e10;

/** One block of each encoder with all the tokens, or, where that takes too long, with those of half as many frames, or a half again. */
export function pieceOf(model: ModelConfig, batch: number): Piece {
  let config: ModelConfig = {
    ...model,
    encoder: { ...model.encoder, depth: 1 },
    ...(model.temporalEncoder ? { temporalEncoder: { ...model.temporalEncoder, depth: 1 } } : {}),
  };
  for (;;) {
    const { multiplyAdds } = countFlops(config);
    const steps = config.clip.frames / config.tubelet.frames;
    if (multiplyAdds <= mostMultiplyAdds || steps === 1 || config.sampledFrames !== undefined) {
      const clips = Math.max(1, Math.min(batch, Math.floor(mostMultiplyAdds / multiplyAdds)));
      return { config, batch: clips, multiplyAdds: clips * multiplyAdds };
    }
    config = { ...config, clip: { ...config.clip, frames: Math.ceil(steps / 2) * config.tubelet.frames } };
  }
}

/** Seconds of a forward pass of a piece. */
export async function timeForward(runtime: Runtime, { config, batch }: Piece): Promise<number> {
  const params = initializeParameters(config, randomKey(0));
  const inputs = { params, video: clipsOf(config, batch) };
  const apply = (at: { params: ModelParams; video: tf.Tensor5D }) => ({
    logits: applyModel(at.video, at.params, config),
  });
  const program = await runtime.prepare(apply as never, inputs);
  return timeRuns(program, () => program.run(inputs as never));
}

/** Seconds of a training step of a piece: loss, gradients, clipping, momentum. */
export async function timeTrainingStep(runtime: Runtime, { config, batch }: Piece): Promise<number> {
  const params = initializeParameters(config, randomKey(0));
  const velocity = mapTree(params, (leaf) => {
    const { shape, values } = leaf as HostTensor;
    return hostTensor(new Float32Array(values.length), shape);
  });
  const step = createTrainingStep<ModelParams, { video: tf.Tensor5D; labels: tf.Tensor1D }>({
    loss: (at, { video, labels }) => softmaxCrossEntropy(applyModel(video, at, config), oneHot(labels, config.classes)),
    optimizer: sgdMomentum(),
    clipNorm: 1,
  });
  const labels = { dtype: "int32" as const, shape: [batch], values: new Int32Array(batch) };
  const rest = { batch: { video: clipsOf(config, batch), labels }, learningRate: scalarOf(0.01), step: scalarOf(0) };
  const inputs = { state: { params, optimizer: { velocity } }, ...rest };
  const program = await runtime.prepare(step as never, inputs, { carry: "state" });
  return timeRuns(program, () => program.step(rest as never));
}

/** The middle of several runs, after one that is not counted. */
async function timeRuns(
  program: Pick<Program<unknown, unknown>, "dispose">,
  run: () => Promise<unknown>,
): Promise<number> {
  const times: number[] = [];
  try {
    await run();
    for (let spent = 0; times.length < mostRuns && spent < enoughMilliseconds; spent += times.at(-1)!) {
      const begin = performance.now();
      await run();
      times.push(performance.now() - begin);
    }
  } finally {
    await program.dispose();
  }
  return times.sort((a, b) => a - b)[Math.floor((times.length - 1) / 2)]! / 1000;
}

function clipsOf({ clip, channels }: ModelConfig, batch: number): HostTensor {
  const shape = [batch, clip.frames, clip.height, clip.width, channels];
  return hostTensor(
    uniform(
      randomKey(1),
      shape.reduce((product, size) => product * size, 1),
    ),
    shape,
  );
}

function scalarOf(value: number): HostTensor {
  return hostTensor(Float32Array.of(value), []);
}
