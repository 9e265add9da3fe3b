import { treeLeaves } from "@vivit/nn";
import { isHuggingFaceVivit, writeConfiguration } from "../configuration/write-configuration.ts";
import { toHuggingFace } from "../names/hugging-face.ts";
import { type SafetensorsOptions, writeSafetensors } from "../safetensors/write-safetensors.ts";
import { writePreprocessing } from "./preprocessing.ts";
import type { FolderModel } from "./read-model-folder.ts";

/** A model that is to be written. */
export type DescribedModel = Omit<FolderModel, "notices">;

/**
 * Write a model as a folder that `vivit predict`, `readModelFolder` and, for Model 1, Hugging Face's transformers read.
 *
 * @returns the bytes of each file by its name: `config.json`, `preprocessor_config.json`, `model.safetensors`
 * @throws Error if the labels are not one a class; CheckpointError if values do not fit float16
 */
export function writeModelFolder(
  { model, labels, preprocessing, parameters }: DescribedModel,
  options: SafetensorsOptions = {},
): Map<string, Uint8Array> {
  const named = isHuggingFaceVivit(model) ? toHuggingFace(parameters) : new Map(treeLeaves(parameters));
  return new Map([
    ["config.json", encodeJson(writeConfiguration(model, labels))],
    ["preprocessor_config.json", encodeJson(writePreprocessing(preprocessing))],
    ["model.safetensors", writeSafetensors(named, { format: "pt" }, options)],
  ]);
}

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
