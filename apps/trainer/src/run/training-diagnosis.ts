import * as tf from "@tensorflow/tfjs-core";
import { inspectModel, type ModelConfig, type ModelParams } from "@vivit/models";
import { type HostTensor, mapTree, type Tree, treeLeaves } from "@vivit/nn";
import { treeValueAndGradient } from "@vivit/training";
import type { BadTensor } from "./find-non-finite.ts";
import type { Runtime } from "./runtime.ts";
import type { TrainingBatch } from "./training-step.ts";

type Loss = (params: ModelParams, batch: TrainingBatch) => tf.Scalar;
type StepInputs = { readonly params: ModelParams; readonly batch: TrainingBatch };

/** Attention weights are looked at up to this many values, 400 MB. */
const mostWeights = 1e8;

/**
 * Look for the first tensor of a training step that holds a value that is no finite number, in the order in which they are
 * computed: clips, parameters, attention by layer, tokens, features, logits, loss, gradients from the head down, the
 * squares that make the norm of the gradient.
 *
 * Runs as the step did, as a program of its own. The model is looked at without dropout and mixing, loss and gradients with them.
 *
 * @param inputs of the step; its `batch` is used
 * @returns undefined if there is none
 */
export async function diagnoseStep(
  runtime: Runtime,
  model: ModelConfig,
  loss: Loss,
  params: Tree<HostTensor>,
  inputs: object,
): Promise<BadTensor | undefined> {
  const given = { params, batch: (inputs as { batch: unknown }).batch };
  const program = await runtime.prepare(countsOf(loss, model) as never, given);
  try {
    const { counts } = (await program.run(given as never)) as unknown as { counts: Record<string, HostTensor> };
    const first = Object.entries(counts).find(([, { values }]) => values[0]! > 0);
    if (!first) return undefined;
    const [count, values] = first[1].values as unknown as [number, number];
    return { path: namesOf(first[0]), count, values };
  } finally {
    await program.dispose();
  }
}

/** A function that counts in every tensor, in the order of computing: [values that are no finite numbers, values]. */
function countsOf(loss: Loss, model: ModelConfig) {
  return ({ params, batch }: StepInputs) => {
    const seen = inspectModel(batch.video, params, model, {
      tokens: true,
      ...(weightsOf(model, batch.video.shape[0]) <= mostWeights ? { attention: "all" as const } : {}),
    });
    const { value, gradients } = treeValueAndGradient((at: ModelParams) => loss(at, batch), params);
    const named: [name: string, tensor: tf.Tensor][] = [
      ["video", batch.video],
      ...prefixed("parameter", params),
      ...prefixed("attention", seen.attention ?? {}),
      ...prefixed("tokens", seen.tokens ?? {}),
      ["features", seen.features],
      ["logits", seen.logits],
      ["loss", value],
      ...prefixed("gradient", gradients).reverse(),
      ...prefixed(
        "squares of gradient",
        mapTree(gradients, (leaf) => tf.sum(tf.square(leaf as tf.Tensor))),
      ).reverse(),
    ];
    return { counts: Object.fromEntries(named.map(([name, tensor], at) => [keyOf(at, name), countNonFinite(tensor)])) };
  };
}

function countNonFinite(tensor: tf.Tensor): tf.Tensor1D {
  const count = tf.sum(tf.cast(tf.logicalNot(tf.isFinite(tensor)), "float32"));
  return tf.stack([count, tf.scalar(tensor.size)]) as tf.Tensor1D;
}

function prefixed(kind: string, tree: unknown): [name: string, tensor: tf.Tensor][] {
  return treeLeaves(tree as Tree<tf.Tensor>).map(([path, leaf]) => [`${kind} ${path}`, leaf]);
}

/** Attention weights of a clip batch if every token attended to every other: no model has more. */
function weightsOf({ clip, tubelet, encoder }: ModelConfig, batch: number): number {
  const tokens = (clip.frames / tubelet.frames) * (clip.height / tubelet.height) * (clip.width / tubelet.width);
  return batch * encoder.heads * encoder.depth * (tokens + 1) ** 2;
}

/** A key that has no dot, which would make a branch of it, and keeps its place. */
function keyOf(at: number, name: string): string {
  return `${String(at).padStart(6, "0")} ${name.replaceAll(".", "/")}`;
}

function namesOf(key: string): string {
  return key.slice(7).replaceAll("/", ".");
}
