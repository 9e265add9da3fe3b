import type * as tf from "@tensorflow/tfjs-core";
import type { Program } from "@vivit/compile";
import { applyModel, inspectModel, type ModelConfig, type ModelMasks } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { softmaxCrossEntropy, treeValueAndGradient } from "@vivit/training";
import { fromScenic, toScenic } from "@vivit/weights";
import { type Case, type CaseTolerance, withPrefix } from "./case.ts";
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

/** Makes a program of a function of tensors: `eager`, `compile`, or one of them on a certain backend. */
export type PrepareProgram = (fn: never, inputs: never) => unknown;

/** Which differences a runtime may show: `own` are the case's, `backend` those of a backend with sums in another order. */
export type Strictness = "own" | "backend";

/** The configuration of a case; undefined if its model is not known here yet. */
export function modelOf({ description, tensors }: Case<ModelCase>): ModelConfig | undefined {
  return fromScenicConfig(description.config.model, tensors.get("input")!.shape, description.num_classes);
}

/**
 * Run forward and backward and compare logits, features, loss, and the gradient of every parameter and of the video.
 *
 * Nothing here needs Node: the same function runs in a browser page.
 */
export async function runModelCase(
  { description, tensors }: Case<ModelCase>,
  model: ModelConfig,
  prepare: PrepareProgram,
  strictness: Strictness = "own",
): Promise<Comparison[]> {
  const params = fromScenic(withFrameAxis(withPrefix(tensors, "param/"))) as Record<string, Tree<HostTensor>>;
  const masks = dropPathMasks(tensors.get("drop_patterns"));
  const inputs = { params, video: tensors.get("input")!, labels: tensors.get("labels")!, ...(masks ? { masks } : {}) };
  const program = (await prepare(evaluate(model, description.label_smoothing) as never, inputs as never)) as Program<
    typeof inputs,
    Outputs
  >;
  const results = await program.run(inputs as never);
  await program.dispose();

  const check = (name: string, ours: unknown, kind: keyof ModelCase["tolerances"]) => {
    const stored = tensors.get(name);
    if (!stored) return [];
    const tolerance = strictness === "own" ? description.tolerances[kind] : backendTolerance(kind, stored);
    return [compare(name, ours as HostTensor, stored, tolerance)];
  };
  const gradients = toScenic(results.gradients as unknown as Tree<HostTensor>, headsOf(model));
  return [
    ...check("logits", results.logits, "logits"),
    ...check("pre_logits", results.features, "pre_logits"),
    ...check("loss", results.loss, "loss"),
    ...check("grad_input", results.videoGradient, "grad"),
    ...[...gradients].flatMap(([path, gradient]) => check(`grad/${path}`, gradient, "grad")),
  ];
}

/** 1e-4, and for a gradient 1e-5 + 1e-3 of its largest value. */
function backendTolerance(kind: keyof ModelCase["tolerances"], { values }: HostTensor): CaseTolerance {
  if (kind !== "grad") return { atol: 1e-4, rtol: 0 };
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return { atol: 1e-5 + 1e-3 * largest, rtol: 0 };
}

interface Outputs {
  logits: tf.Tensor;
  features?: tf.Tensor;
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
    const scores = masks ? { logits: applyModel(video, params, model, masks) } : inspectModel(video, params, model);
    return {
      ...scores,
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
export function withFrameAxis(params: Map<string, HostTensor>): Map<string, HostTensor> {
  const kernel = params.get("embedding/kernel")!;
  if (kernel.shape.length === 4) params.set("embedding/kernel", { ...kernel, shape: [1, ...kernel.shape] });
  return params;
}

/** How many parameters a case stores a gradient for. */
export function countStoredGradients(tensors: ReadonlyMap<string, HostTensor>): number {
  return [...tensors.keys()].filter((name) => name.startsWith("grad/")).length;
}
