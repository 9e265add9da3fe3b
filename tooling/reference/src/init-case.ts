import type * as tf from "@tensorflow/tfjs-core";
import type { Program } from "@vivit/compile";
import { applyModel, type ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { fromScenic, type InitializationReport, initializeFrom, toScenic } from "@vivit/weights";
import { type Case, type CaseTolerance, withPrefix } from "./case.ts";
import { type Comparison, compare } from "./compare.ts";
import { fromScenicInitialization, type ScenicInitialization } from "./init-options.ts";
import { headsOf, type PrepareProgram, type Strictness, withFrameAxis } from "./run-model-case.ts";
import { fromScenicConfig, type ScenicModel } from "./scenic-config.ts";

/** What `case.json` of an initialization from another model says. */
export interface InitCase {
  readonly config: {
    readonly model: ScenicModel;
    readonly init_from?: ScenicInitialization;
    readonly dataset_configs?: { readonly num_frames: number };
  };
  readonly num_classes: number;
  readonly restore_output_projection: boolean;
  readonly left_as_initial: readonly string[];
  readonly tolerances: Readonly<Record<"expected" | "logits", CaseTolerance>>;
}

/** A target after loading, under both names. */
export interface InitializedCase {
  readonly model: ModelConfig;
  readonly parameters: Tree<HostTensor>;
  readonly scenic: ReadonlyMap<string, HostTensor>;
  readonly report: InitializationReport;
}

/** The configuration of the target; undefined if its model is not known here. */
export function targetOf(at: Case<InitCase>): ModelConfig | undefined {
  const { config, num_classes: classes } = at.description;
  return fromScenicConfig(config.model, at.tensors.get("input")?.shape ?? videoShapeOf(at), classes);
}

/** Without a stored video, its size follows from the number of frames and positions: the reference's grids are square. */
function videoShapeOf({ description, tensors }: Case<InitCase>): number[] {
  const { model, dataset_configs: data } = description.config;
  const [name, positions] = [...tensors].find(([name]) => /^initial\/(Spatial)?Transformer\/posembed/.test(name))!;
  const [height, width, tubelet = 1] = model.patches.size as [number, number, number?];
  const frames = data!.num_frames;
  const kept = model.temporal_encoding_config.n_sampled_frames ?? frames;
  const steps = name.includes("Spatial") ? 1 : kept / tubelet;
  const side = Math.sqrt((positions.shape[1]! - Number(model.classifier === "token")) / steps);
  return [1, frames, side * height, side * width, tensors.get("initial/embedding/kernel")!.shape.at(-2)!];
}

/** Begin the target of a case with its source, as Scenic does. */
export function initializeCase({ description, tensors }: Case<InitCase>, model: ModelConfig): InitializedCase {
  const { config, restore_output_projection: restoreHead } = description;
  const source = { parameters: fromScenic(withPrefix(tensors, "source/")) };
  const target = { config: model, parameters: fromScenic(withFrameAxis(withPrefix(tensors, "initial/"))) };
  const options = fromScenicInitialization(config.init_from ?? {}, config.model, restoreHead);
  const { parameters, report } = initializeFrom(source, target, options);
  return { model, parameters, scenic: toScenic(parameters, headsOf(model)), report };
}

/** Every stored parameter compared with ours. */
export function compareParameters({ description, tensors }: Case<InitCase>, { scenic }: InitializedCase): Comparison[] {
  const expected = withPrefix(tensors, "expected/");
  const extra = [...scenic.keys()].filter((name) => !expected.has(name));
  if (extra.length > 0) throw new Error(`expected no parameters besides the stored ones, got ${extra.join(", ")}`);
  return [...expected].map(([name, stored]) => {
    const ours = scenic.get(name);
    if (!ours) throw new Error(`expected ${name} among ours, got none`);
    return compare(name, ours, stored, description.tolerances.expected);
  });
}

/** The stored logits compared with those of the loaded model. */
export async function compareLogits(
  { description, tensors }: Case<InitCase>,
  { model, parameters }: InitializedCase,
  prepare: PrepareProgram,
  strictness: Strictness,
): Promise<Comparison> {
  const inputs = { params: parameters, video: tensors.get("input")! };
  const run = ({ params, video }: { params: Tree<tf.Tensor>; video: tf.Tensor5D }) => ({
    logits: applyModel(video, params, model),
  });
  const program = (await prepare(run as never, inputs as never)) as Program<typeof inputs, { logits: tf.Tensor }>;
  const { logits } = await program.run(inputs as never);
  await program.dispose();
  const tolerance = strictness === "own" ? description.tolerances.logits : { atol: 1e-4, rtol: 0 };
  return compare("logits", logits as unknown as HostTensor, tensors.get("logits")!, tolerance);
}
