import type * as tf from "@tensorflow/tfjs-core";
import { eager, type Program } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import { applyModel, extractFeatures, type ModelConfig, type ModelMasks } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { softmaxCrossEntropy, treeValueAndGradient } from "@vivit/training";
import { fromScenic, toScenic } from "@vivit/weights";
import { type Case, type CaseTolerance, withPrefix } from "./cases.ts";
import { type Comparison, compare } from "./compare.ts";
import { dropPathMasks } from "./drop-path-masks.ts";
import { fromScenicConfig, type ScenicModel } from "./scenic-config.ts";

/** What `case.json` of a model says. */
export interface ModelCase {
  readonly config: { readonly model: ScenicModel };
  readonly num_classes: number;
  readonly label_smoothing: number;
  readonly tolerances: Readonly<Record<"logits" | "pre_logits" | "loss" | "grad", CaseTolerance>>;
}

/** Ways to run a model: eagerly on the active backend, or compiled. */
export const runtimes = {
  "eager on cpu": async (...call: Parameters<typeof compile>) => eager(...call),
  compiled: compile,
} as const;

/** The configuration of a case; undefined if its model is not known here yet. */
export function modelOf({ description, tensors }: Case<ModelCase>): ModelConfig | undefined {
  return fromScenicConfig(description.config.model, tensors.get("input")!.shape, description.num_classes);
}

/** Run forward and backward and compare logits, features, loss, and the gradient of every parameter and of the video. */
export async function runModelCase(
  { description, tensors }: Case<ModelCase>,
  model: ModelConfig,
  runtime: keyof typeof runtimes,
): Promise<Comparison[]> {
  const params = fromScenic(withFrameAxis(withPrefix(tensors, "param/"))) as Record<string, Tree<HostTensor>>;
  const masks = dropPathMasks(tensors.get("drop_patterns"));
  const inputs = { params, video: tensors.get("input")!, labels: tensors.get("labels")!, ...(masks ? { masks } : {}) };
  const program = (await runtimes[runtime](evaluate(model, description.label_smoothing) as never, inputs)) as Program<
    typeof inputs,
    Outputs
  >;
  const results = await program.run(inputs as never);
  await program.dispose();

  const { tolerances } = description;
  const check = (name: string, ours: unknown, tolerance: CaseTolerance) =>
    tensors.has(name) ? [compare(name, ours as HostTensor, tensors.get(name)!, tolerance)] : [];
  const gradients = toScenic(results.gradients as unknown as Tree<HostTensor>, headsOf(model));
  return [
    ...check("logits", results.logits, tolerances.logits),
    ...check("pre_logits", results.features, tolerances.pre_logits),
    ...check("loss", results.loss, tolerances.loss),
    ...check("grad_input", results.videoGradient, tolerances.grad),
    ...[...gradients].flatMap(([path, gradient]) => check(`grad/${path}`, gradient, tolerances.grad)),
  ];
}

interface Outputs {
  logits: tf.Tensor;
  features: tf.Tensor;
  loss: tf.Tensor;
  videoGradient: tf.Tensor;
  gradients: Tree<tf.Tensor>;
}

/** Forward and backward of one case, as one function of tensors. */
function evaluate(model: ModelConfig, smoothing: number) {
  return ({
    params,
    video,
    labels,
    masks,
  }: {
    params: Tree<tf.Tensor>;
    video: tf.Tensor5D;
    labels: tf.Tensor2D;
    masks?: ModelMasks;
  }): Outputs => {
    const loss = (at: { params: Tree<tf.Tensor>; video: tf.Tensor }) =>
      softmaxCrossEntropy(applyModel(at.video as tf.Tensor5D, at.params, model, masks), labels, { smoothing });
    const { value, gradients } = treeValueAndGradient(loss as never, { params, video } as never) as unknown as {
      value: tf.Tensor;
      gradients: { params: Tree<tf.Tensor>; video: tf.Tensor };
    };
    return {
      logits: applyModel(video, params, model, masks),
      features: extractFeatures(video, params, model),
      loss: value,
      videoGradient: gradients.video,
      gradients: gradients.params,
    };
  };
}

/** Heads of every encoder, as `toScenic` wants them. */
export function headsOf({ encoder, temporalEncoder }: ModelConfig) {
  return temporalEncoder ? { spatial: encoder.heads, temporal: temporalEncoder.heads } : encoder.heads;
}

/** The kernel of uniform frame sampling has no axis of frames in the reference; in ours it has one frame. */
function withFrameAxis(params: Map<string, HostTensor>): Map<string, HostTensor> {
  const kernel = params.get("embedding/kernel")!;
  if (kernel.shape.length === 4) params.set("embedding/kernel", { ...kernel, shape: [1, ...kernel.shape] });
  return params;
}

/** How many parameters a case stores a gradient for. */
export function countStoredGradients(tensors: ReadonlyMap<string, HostTensor>): number {
  return [...tensors.keys()].filter((name) => name.startsWith("grad/")).length;
}
