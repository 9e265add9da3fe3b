import { checkParameters, type ModelConfig } from "@vivit/models";
import { type HostTensor, mapTree, type Tree, treeLeaves } from "@vivit/nn";
import type { Extent } from "@vivit/tokenization";
import { CheckpointError } from "../checkpoint-error.ts";
import type { Heads } from "../names/translate.ts";
import { checkDepths } from "./check-depths.ts";
import { checkHeads } from "./check-heads.ts";
import { gridOfModel, hasTemporalEncoder, type InitializationContext } from "./initialization-context.ts";
import { type InitializationOptions, paperInitialization } from "./initialization-options.ts";
import type { InitializationReport, ParameterOrigin } from "./initialization-report.ts";
import { initializeClassToken } from "./initialize-class-token.ts";
import { initializeEmbedding } from "./initialize-embedding.ts";
import { initializeEncoder } from "./initialize-encoder.ts";
import { initializePositions } from "./initialize-positions.ts";
import { copyFrom, leaveFresh, type Outcome } from "./outcome.ts";
import { whyUnused } from "./why-unused.ts";

/** A trained model to begin from: of images (its kernel has no axis of frames) or of videos. */
export interface InitializationSource {
  /** Under our names, as `fromScenic` and its like give them. */
  readonly parameters: Tree<HostTensor>;
  /** Tokens that its positions are for; absent: guessed from their number. A video model's is worth telling. */
  readonly grid?: Extent;
  /** Heads of its attention, if known: another number in the target is refused, because shapes do not show it. */
  readonly heads?: Heads;
}

/** A new model that is to begin with what another has learned. */
export interface InitializationTarget {
  readonly config: ModelConfig;
  /** Freshly drawn, as `initializeParameters` gives them. */
  readonly parameters: Tree<HostTensor>;
}

/**
 * Begin a video model with what an image model or another video model has learned.
 *
 * Nothing is skipped silently: the report says of every parameter of the target how it began, and of every parameter of
 * the source that nothing was made of why.
 *
 * @param options what is not given is as in the paper; `scenicInitialization` has the reference's choices
 * @returns the target's tree (copied parameters share the memory of the source) and the report
 * @throws CheckpointError that lists every parameter that does not fit; ShapeError if the target's are not its configuration's
 * Source: ViViT section 3.4; Scenic `initialise_from_train_state`.
 */
export function initializeFrom(
  source: InitializationSource,
  target: InitializationTarget,
  options: InitializationOptions = {},
): { parameters: Tree<HostTensor>; report: InitializationReport } {
  checkParameters(target.parameters, target.config, "initializeFrom: target");
  const context: InitializationContext = {
    source: new Map(treeLeaves(source.parameters)),
    target: new Map(treeLeaves(target.parameters)),
    ...(source.grid ? { sourceGrid: source.grid } : {}),
    targetGrid: gridOfModel(target.config),
    options: { ...paperInitialization, ...options },
  };
  checkHeads(source.heads, target.config);
  checkDepths(context);
  const outcomes = new Map([...context.target].map(([path, fresh]) => [path, decide(path, fresh, context)]));
  refuse(outcomes);
  const parameters = mapTree(target.parameters, (fresh, path) => {
    const outcome = outcomes.get(path)!;
    return "tensor" in outcome ? outcome.tensor : fresh;
  });
  return { parameters, report: report(outcomes, context) };
}

/** A video model as a source: its configuration tells grid and heads. */
export function videoSource(config: ModelConfig, parameters: Tree<HostTensor>): InitializationSource {
  const { encoder, temporalEncoder } = config;
  const heads = temporalEncoder ? { spatial: encoder.heads, temporal: temporalEncoder.heads } : encoder.heads;
  return { parameters, grid: gridOfModel(config), heads };
}

function decide(path: string, fresh: HostTensor, context: InitializationContext): Outcome {
  const { source, options } = context;
  const [top] = path.split(".") as [string];
  if (top === "temporal" && !hasTemporalEncoder(source)) return leaveFresh("the source has no temporal encoder");
  if (top === "embedding") return initializeEmbedding(path, fresh, context);
  if (path.endsWith("classToken")) return initializeClassToken(path, fresh, context);
  if (path.endsWith("positions")) return initializePositions(path, fresh, context);
  if (path.includes("encoder.")) return initializeEncoder(path, fresh, context);
  if (top === "head" && options.head === "fresh") return leaveFresh("the head is not restored");
  if (top === "representation" && options.representation === "fresh")
    return leaveFresh("the representation layer is not restored");
  return copyFrom(source, path, fresh, "the same name");
}

function refuse(outcomes: ReadonlyMap<string, Outcome>): void {
  const refused = [...outcomes].filter(([, { how }]) => how === "refused");
  if (refused.length > 0)
    throw new CheckpointError(
      `initializeFrom: the source does not fit the target: ${refused.map(([path, { why }]) => `${path}: ${why}`).join("; ")}; give the target the source's sizes, or leave what differs fresh by an option`,
    );
}

function report(outcomes: ReadonlyMap<string, Outcome>, context: InitializationContext): InitializationReport {
  const parameters = [...outcomes].map(([path, outcome]): ParameterOrigin => {
    const { how, why } = outcome as { how: ParameterOrigin["how"]; why: string };
    const from = "from" in outcome ? outcome.from : undefined;
    return { path, how, ...(from === undefined ? {} : { from }), why };
  });
  const used = new Set(parameters.map(({ from }) => from));
  const rest = [...context.source.keys()].filter((path) => !used.has(path));
  return { parameters, unused: rest.map((path) => ({ path, why: whyUnused(path, context) })) };
}
