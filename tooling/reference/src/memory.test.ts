import type * as tf from "@tensorflow/tfjs-core";
import { trace } from "@vivit/compile";
import {
  applyModel,
  estimateMemory,
  type ModelConfig,
  type ModelParams,
  parameterSpecs,
  type VariantName,
  variants,
} from "@vivit/models";
import { mapTree } from "@vivit/nn";
import { createTrainingStep, oneHot, sgdMomentum, softmaxCrossEntropy } from "@vivit/training";
import { afterAll, describe, expect, it } from "vitest";
import { countLiveValues } from "./live-values.ts";

/** Long and narrow, so that attention needs most; and short and wide, so that the MLP does. */
const shapes = {
  long: { frames: 16, side: 64, tubelet: 8, batch: 8, encoder: { dim: 64, depth: 3, heads: 2, mlpDim: 256 } },
  wide: { frames: 8, side: 64, tubelet: 16, batch: 2, encoder: { dim: 192, depth: 4, heads: 4, mlpDim: 768 } },
} as const;

function configOf(variant: VariantName, shape: (typeof shapes)[keyof typeof shapes]): ModelConfig {
  const { frames, side, tubelet, encoder } = shape;
  return {
    variant,
    clip: { frames, height: side, width: side },
    channels: 3,
    tubelet: { frames: 2, height: tubelet, width: tubelet },
    encoder,
    ...(variant === "factorized-encoder" ? { temporalEncoder: { ...encoder, depth: 2 } } : {}),
    pool: "gap",
    classes: 10,
  };
}

/** Bytes that a traced program holds beside state and clips. */
function traced(model: ModelConfig, batch: number, training: boolean): number {
  const { frames, height, width } = model.clip;
  const params = mapTree(parameterSpecs(model), ({ dtype, shape }) => ({ dtype, shape }));
  const video = { dtype: "float32", shape: [batch, frames, height, width, model.channels] };
  const scalar = { dtype: "float32", shape: [] };
  const forward = ({ params, video }: { params: ModelParams; video: tf.Tensor5D }) => applyModel(video, params, model);
  const step = createTrainingStep<ModelParams, { video: tf.Tensor5D; labels: tf.Tensor1D }>({
    loss: (params, { video, labels }) => softmaxCrossEntropy(forward({ params, video }), oneHot(labels, model.classes)),
    optimizer: sgdMomentum(),
  });
  const state = { params, optimizer: { velocity: params } };
  const batchTree = { video, labels: { dtype: "int32", shape: [batch] } };
  const graph = training
    ? trace(step as never, { state, batch: batchTree, learningRate: scalar, step: scalar } as never)
    : trace(forward as never, { params, video } as never);
  return 4 * countLiveValues(graph);
}

const lines: string[] = [];
afterAll(() => void process.stdout.write(`\n${lines.join("\n")}\n`));

describe.each(Object.keys(variants) as VariantName[])("estimateMemory knows what a traced %s holds", (variant) => {
  const passes = [
    { name: "forward", training: false, checkpointing: false },
    { name: "training", training: true, checkpointing: false },
    { name: "training with checkpointing", training: true, checkpointing: true },
  ];
  it.each(passes)("$name", ({ name, training, checkpointing }) => {
    for (const [shapeName, shape] of Object.entries(shapes)) {
      const model = { ...configOf(variant, shape), gradientCheckpointing: checkpointing };
      const { parameters, optimizer, nextState, clips, total } = estimateMemory(model, shape.batch, { training });
      const [ours, theirs] = [total - parameters - optimizer - nextState - clips, traced(model, shape.batch, training)];
      lines.push(`memory, ${variant}, ${shapeName}, ${name}: estimated ${ours}, in the graph ${theirs} bytes`);
      expect(ours / theirs).toBeGreaterThan(0.92);
      expect(ours / theirs).toBeLessThan(1.08);
    }
  });
});
