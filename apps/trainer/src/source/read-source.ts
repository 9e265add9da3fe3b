import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { type Checkpoint, type Heads, type InitializationSource, videoSource } from "@vivit/weights";
import { readCheckpointFile } from "@vivit/weights/node";
import { readModelDirectory, type SavedModel } from "../run/model-directory.ts";
import { readJson } from "../run/read-json.ts";
import { UsageError } from "../usage-error.ts";
import { type Activation, activationOf } from "./activation.ts";
import { findWeights } from "./find-weights.ts";
import { imageNotices } from "./image-notices.ts";

/** A trained model to begin from or to convert. */
export interface SourceModel {
  readonly checkpoint: Checkpoint;
  readonly parameters: Tree<HostTensor>;
  /** Heads of its attention, where the file or a configuration beside it tells. */
  readonly heads?: Heads;
  /** Present for a video model with its configuration beside it. */
  readonly saved?: SavedModel;
  readonly activation: Activation;
  /** What was corrected. */
  readonly notices: readonly string[];
}

/**
 * Read a trained model: a run directory, a folder of Hugging Face, or a file of weights in any format, of videos or images.
 *
 * @throws UsageError if there is nothing; CheckpointError if it is not understood
 */
export async function readSource(path: string): Promise<SourceModel> {
  const found = await stat(path).catch(() => undefined);
  if (!found)
    throw new UsageError(
      `model: expected a file or folder at ${path}, found none; give a path, or hf:owner/name for a model of the hub`,
    );
  const file = found.isDirectory() ? await findWeights(path) : path;
  const settings = await readSettings(dirname(file));
  const fixedPositions = (settings?.vivit?.positions ?? "learned") !== "learned";
  const checkpoint = await readCheckpointFile(file, { fixedPositions });
  const activation = activationOf(settings?.hidden_act, checkpoint.facts);
  if (checkpoint.facts.kind === "video" && settings) {
    const saved = await readModelDirectory(dirname(file), checkpoint);
    return { checkpoint, parameters: checkpoint.tree, saved, activation, notices: saved.notices };
  }
  const heads = headsOf(checkpoint) ?? settings?.num_attention_heads;
  const notices = checkpoint.facts.kind === "image" ? await imageNotices(dirname(file)) : [];
  return { checkpoint, parameters: checkpoint.tree, activation, notices, ...(heads ? { heads } : {}) };
}

interface Settings {
  readonly num_attention_heads?: number;
  readonly hidden_act?: string;
  readonly vivit?: Partial<ModelConfig>;
}

/** What lies beside the weights. */
async function readSettings(folder: string): Promise<Settings | undefined> {
  return (await readJson(folder, "config.json")) as Settings | undefined;
}

function headsOf({ facts: { encoder, temporalEncoder } }: Checkpoint): Heads | undefined {
  const [spatial, temporal] = [encoder.heads, temporalEncoder?.heads];
  return spatial !== undefined && temporal !== undefined ? { spatial, temporal } : spatial;
}

/** The model as something to begin from; its configuration, where known, tells grid and heads. */
export function asInitializationSource({ parameters, saved, heads }: SourceModel): InitializationSource {
  if (saved) return videoSource(saved.model, parameters);
  return { parameters, ...(heads === undefined ? {} : { heads }) };
}
