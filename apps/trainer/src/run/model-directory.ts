import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelConfig } from "@vivit/models";
import { type HostTensor, type Tree, treeFromLeaves, treeLeaves } from "@vivit/nn";
import {
  fromHuggingFace,
  isHuggingFaceVivit,
  readConfiguration,
  toHuggingFace,
  writeConfiguration,
} from "@vivit/weights";
import { readSafetensorsFile, writeSafetensorsFile } from "@vivit/weights/node";
import { UsageError } from "../usage-error.ts";
import { type Preprocessing, writePreprocessing } from "./preprocessing.ts";
import { readPreprocessing } from "./read-preprocessing.ts";
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
 * Read a model directory: a run of `vivit train`, or a ViViT saved by Hugging Face.
 *
 * @throws UsageError if the directory holds no model
 */
export async function readModelDirectory(directory: string): Promise<ReadModel> {
  const described = readConfiguration(await readJson(directory, files.configuration));
  const { model, labels } = described;
  const { preprocessing, notices } = readPreprocessing(await readJson(directory, files.preprocessing), described);
  const { tensors } = await readSafetensorsFile(join(directory, files.weights));
  const parameters = isHuggingFaceVivit(model) ? fromHuggingFace(tensors) : treeFromLeaves(tensors);
  return { model, labels, preprocessing, parameters, notices };
}

async function readJson(directory: string, name: string): Promise<unknown> {
  const text = await readFile(join(directory, name), "utf8").catch(() => undefined);
  if (text === undefined)
    throw new UsageError(
      `model: expected ${name} in ${directory}, found none; give the directory of a finished run, such as runs/motions`,
    );
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`model: ${join(directory, name)} is not JSON: ${(error as Error).message}`);
  }
}
