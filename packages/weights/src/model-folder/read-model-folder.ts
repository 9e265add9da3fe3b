import { checkParameters, type ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import type { CheckpointFacts } from "../checkpoint/checkpoint-facts.ts";
import { type Checkpoint, type ReadCheckpointOptions, readCheckpoint } from "../checkpoint/read-checkpoint.ts";
import { CheckpointError } from "../checkpoint-error.ts";
import { type LabeledModel, readConfiguration } from "../configuration/read-configuration.ts";
import type { ByteSource } from "../files/byte-source.ts";
import type { Preprocessing } from "./preprocessing.ts";
import { readPreprocessing } from "./read-preprocessing.ts";

/** A model with all that is needed to use it. */
export interface FolderModel {
  readonly model: ModelConfig;
  /** Class names in the order of the logits. */
  readonly labels: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly parameters: Tree<HostTensor>;
  /** What was corrected or assumed, for people. */
  readonly notices: readonly string[];
}

/** The files of a model, wherever they are: chosen in a page, on a server, in memory. Undefined where there is none. */
export type ModelFolder = (name: string) => Promise<ByteSource | undefined>;

/** What weights are called, best first. */
const weightNames = [
  "model.safetensors",
  "model.safetensors.index.json",
  "pytorch_model.bin",
  "pytorch_model.bin.index.json",
  "model.json",
];

/**
 * Read the folder of a model, as `vivit train` and Hugging Face write it: `config.json`, `preprocessor_config.json`, weights.
 *
 * @param open finds a file of the folder by its name
 * @param options told of progress after each parameter
 * @throws CheckpointError if a file is missing, no JSON, or not of this model; ShapeError if weights and configuration differ
 */
export async function readModelFolder(
  open: ModelFolder,
  options: { readonly onProgress?: (read: number, of: number) => void } = {},
): Promise<FolderModel> {
  const settings = await readJson(open, "config.json");
  if (settings === undefined)
    throw new CheckpointError("readModelFolder: expected config.json, found none; give the folder of a trained model");
  const described = readConfiguration(settings);
  const { tree: parameters, facts } = await readWeights(open, {
    ...options,
    fixedPositions: (described.model.positions ?? "learned") !== "learned",
  });
  const { model, labels } = withDepth(described, facts);
  checkParameters(parameters, model, "readModelFolder");
  const stored = await readJson(open, "preprocessor_config.json");
  const { preprocessing, notices } = readPreprocessing(stored ?? { do_normalize: false }, { model, labels });
  const assumed = `no preprocessor_config.json beside the weights: pixels in [-1, 1] and a short side of ${preprocessing.shortSide} are assumed`;
  return { model, labels, preprocessing, parameters, notices: stored === undefined ? [assumed] : notices };
}

async function readWeights(open: ModelFolder, options: Omit<ReadCheckpointOptions, "open">): Promise<Checkpoint> {
  for (const name of weightNames) {
    const source = await open(name);
    if (source) return readCheckpoint(source, { ...options, open: (sibling) => mustOpen(open, sibling) });
  }
  throw new CheckpointError(`readModelFolder: expected weights as one of ${weightNames.join(", ")}, found none`);
}

async function mustOpen(open: ModelFolder, name: string): Promise<ByteSource> {
  const source = await open(name);
  if (!source) throw new CheckpointError(`readModelFolder: expected ${name}, which another file names, found none`);
  return source;
}

async function readJson(open: ModelFolder, name: string): Promise<unknown> {
  const source = await open(name);
  if (!source) return undefined;
  const text = new TextDecoder().decode(await source.read(0, source.size));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CheckpointError(`readModelFolder: ${name} is not JSON: ${(error as Error).message}`);
  }
}

/** The depth of a published configuration may be wrong: the blocks are there to be counted. */
export function withDepth(
  { model, labels }: LabeledModel,
  { encoder, temporalEncoder }: CheckpointFacts,
): LabeledModel {
  const counted = { ...model, encoder: { ...model.encoder, depth: encoder.depth } };
  if (!model.temporalEncoder || !temporalEncoder) return { model: counted, labels };
  return { model: { ...counted, temporalEncoder: { ...model.temporalEncoder, depth: temporalEncoder.depth } }, labels };
}
