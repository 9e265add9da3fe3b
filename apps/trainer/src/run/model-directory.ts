import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { checkParameters, type ModelConfig } from "@vivit/models";
import { type HostTensor, type Tree, treeLeaves } from "@vivit/nn";
import {
  type Checkpoint,
  isHuggingFaceVivit,
  type Preprocessing,
  readConfiguration,
  readPreprocessing,
  toHuggingFace,
  withDepth,
  writeConfiguration,
  writePreprocessing,
} from "@vivit/weights";
import { readCheckpointFile, writeSafetensorsFile } from "@vivit/weights/node";
import { findWeights } from "../source/find-weights.ts";
import { UsageError } from "../usage-error.ts";
import { readJson } from "./read-json.ts";
import { writeJson } from "./write-json.ts";

/** A model with all that is needed to use it. */
export interface SavedModel {
  readonly model: ModelConfig;
  /** Class names in the order of the logits. */
  readonly labels: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly parameters: Tree<HostTensor>;
}

/** A model read from a directory. */
export interface ReadModel extends SavedModel {
  /** What was corrected, for people. */
  readonly notices: readonly string[];
}

const files = {
  configuration: "config.json",
  preprocessing: "preprocessor_config.json",
  weights: "model.safetensors",
} as const;

/** Write what describes a model, before its weights exist. */
export async function writeModelDescription(
  directory: string,
  { model, labels, preprocessing }: Omit<SavedModel, "parameters">,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeJson(join(directory, files.configuration), writeConfiguration(model, labels));
  await writeJson(join(directory, files.preprocessing), writePreprocessing(preprocessing));
}

/** Write the weights: Model 1 under Hugging Face's names, so that transformers loads them; other variants under ours. */
export async function writeModelWeights(
  directory: string,
  model: ModelConfig,
  parameters: Tree<HostTensor>,
): Promise<void> {
  const named = isHuggingFaceVivit(model) ? toHuggingFace(parameters) : new Map(treeLeaves(parameters));
  await writeSafetensorsFile(join(directory, files.weights), named, { format: "pt" });
}

/**
 * Read a model directory: a run of `vivit train`, or a ViViT saved by Hugging Face, in any format.
 *
 * @param checkpoint the weights, if they are read already
 * @throws UsageError if the directory holds no model; CheckpointError if weights and configuration differ
 */
export async function readModelDirectory(directory: string, checkpoint?: Checkpoint): Promise<ReadModel> {
  const settings = await readJson(directory, files.configuration);
  if (settings === undefined) throw missing(files.configuration, directory);
  const configured = readConfiguration(settings);
  const fixedPositions = (configured.model.positions ?? "learned") !== "learned";
  const { tree: parameters, facts } =
    checkpoint ?? (await readCheckpointFile(await findWeights(directory), { fixedPositions }));
  const described = withDepth(configured, facts);
  checkParameters(parameters, described.model, `model: ${directory}`);
  const stored = await readJson(directory, files.preprocessing);
  const { preprocessing, notices } = readPreprocessing(stored ?? { do_normalize: false }, described);
  const assumed = `no ${files.preprocessing} beside the weights: pixels in [-1, 1] and a short side of ${preprocessing.shortSide} are assumed`;
  return { ...described, preprocessing, parameters, notices: stored === undefined ? [assumed] : notices };
}

function missing(name: string, directory: string): UsageError {
  return new UsageError(
    `model: expected ${name} in ${directory}, found none; give the directory of a finished run, such as runs/motions`,
  );
}
