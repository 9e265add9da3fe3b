import { stat } from "node:fs/promises";
import type { ModelConfig } from "@vivit/models";
import { type HostTensor, type Tree, treeFromLeaves } from "@vivit/nn";
import type { InitializationSource } from "@vivit/weights";
import { fromHuggingFace, fromScenic, isHuggingFaceVivit, videoSource } from "@vivit/weights";
import { readSafetensorsFile } from "@vivit/weights/node";
import { readModelDirectory, type SavedModel } from "../run/model-directory.ts";
import { UsageError } from "../usage-error.ts";

/** A trained model to begin from or to convert. */
export interface SourceModel {
  /** Whose names it had: "Hugging Face ViViT". */
  readonly family: string;
  readonly parameters: Tree<HostTensor>;
  /** Present where a configuration lies beside the weights. */
  readonly saved?: SavedModel;
  /** What was corrected. */
  readonly notices: readonly string[];
}

/**
 * Read a trained model: a run directory, a folder of Hugging Face, or a file of weights.
 *
 * @throws UsageError if there is nothing; CheckpointError if it is not understood
 */
export async function readSource(path: string): Promise<SourceModel> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new UsageError(
      `model: expected a file or folder at ${path}, found none; give a path, or hf:owner/name for a model of the hub`,
    );
  if (found.isDirectory()) {
    const saved = await readModelDirectory(path);
    const family = isHuggingFaceVivit(saved.model) ? "Hugging Face ViViT" : "names of our own";
    return { family, parameters: saved.parameters, saved, notices: saved.notices };
  }
  return readFile(path);
}

async function readFile(path: string): Promise<SourceModel> {
  const { tensors } = await readSafetensorsFile(path);
  const names = [...tensors.keys()];
  if (names.some((name) => name.startsWith("vivit.")))
    return { family: "Hugging Face ViViT", parameters: fromHuggingFace(tensors), notices: [] };
  if (names.some((name) => name.includes("/")))
    return { family: "Scenic", parameters: fromScenic(tensors), notices: [] };
  return { family: "names of our own", parameters: treeFromLeaves(tensors), notices: [] };
}

/** The model as something to begin from; its configuration, where known, tells grid and heads. */
export function asInitializationSource({ parameters, saved }: SourceModel): InitializationSource {
  return saved ? videoSource(saved.model, parameters) : { parameters };
}

/** The configuration, if known. */
export function configOf({ saved }: SourceModel): ModelConfig | undefined {
  return saved?.model;
}
