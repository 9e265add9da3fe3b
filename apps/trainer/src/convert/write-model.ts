import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { treeLeaves } from "@vivit/nn";
import {
  type Heads,
  isHuggingFaceVivit,
  toHuggingFace,
  toScenic,
  writeConfiguration,
  writeFlax,
  writeTfjsWeights,
} from "@vivit/weights";
import { writeFileAtomically, writeSafetensorsFolder } from "@vivit/weights/node";
import { type SavedModel, writeModelDescription } from "../run/model-directory.ts";
import { writeJson } from "../run/write-json.ts";
import type { SourceModel } from "../source/read-source.ts";
import { UsageError } from "../usage-error.ts";
import type { ConvertFormat } from "./convert-format.ts";
import { writeOnnx } from "./write-onnx.ts";

/** How a model is written. */
export interface WriteModelOptions {
  readonly format: ConvertFormat;
  readonly float16: boolean;
  /** Bytes of one safetensors file; absent: one file. */
  readonly shardBytes?: number;
}

type Writer = (destination: string, source: SourceModel, options: WriteModelOptions) => Promise<string[]>;

/**
 * Write a model in the format asked for.
 *
 * @param destination a folder, or a file of ONNX
 * @returns paths of the files written
 */
export async function writeModel(
  destination: string,
  source: SourceModel,
  options: WriteModelOptions,
): Promise<string[]> {
  if (options.format === "onnx") {
    await mkdir(dirname(destination), { recursive: true });
    return await writeOnnx(destination, needDescription(source, "onnx"), options.float16);
  }
  await mkdir(destination, { recursive: true });
  if (source.saved) await writeModelDescription(destination, source.saved);
  const written = await writers[options.format](destination, source, options);
  const described = source.saved ? ["config.json", "preprocessor_config.json"] : [];
  return [...described, ...written].map((name) => join(destination, name));
}

const writers: Record<Exclude<ConvertFormat, "onnx">, Writer> = { safetensors: writeSafetensors, flax, tfjs };

/** Model 1 under Hugging Face's names, others under ours; the order is the model's. */
async function writeSafetensors(
  destination: string,
  source: SourceModel,
  { float16, shardBytes }: WriteModelOptions,
): Promise<string[]> {
  const isTheirs = source.saved !== undefined && isHuggingFaceVivit(source.saved.model);
  const named = isTheirs ? toHuggingFace(source.parameters) : treeLeaves(source.parameters);
  return await writeSafetensorsFolder(destination, named, { float16, ...(shardBytes ? { shardBytes } : {}) });
}

async function flax(destination: string, source: SourceModel): Promise<string[]> {
  const fixedPositions = (source.saved?.model.positions ?? "learned") !== "learned";
  await writeFileAtomically(join(destination, "checkpoint_0"), [
    writeFlax(toScenic(source.parameters, needHeads(source), { fixedPositions })),
  ]);
  return ["checkpoint_0"];
}

/** Of a configuration, else of the file itself: Scenic's tell them. */
function needHeads(source: SourceModel): Heads {
  const { saved, heads, checkpoint } = source;
  if (!saved && heads !== undefined && checkpoint.facts.kind === "video") return heads;
  const { encoder, temporalEncoder } = needDescription(source, "flax").model;
  return temporalEncoder ? { spatial: encoder.heads, temporal: temporalEncoder.heads } : encoder.heads;
}

async function tfjs(destination: string, { parameters, saved }: SourceModel, { float16 }: WriteModelOptions) {
  const metadata = saved && writeConfiguration(saved.model, saved.labels);
  const { model, shards } = writeTfjsWeights(treeLeaves(parameters), { float16, metadata });
  for (const [name, pieces] of shards) await writeFileAtomically(join(destination, name), pieces);
  await writeJson(join(destination, "model.json"), model);
  return [...shards.keys(), "model.json"];
}

/** @throws UsageError where only the weights are known */
function needDescription({ saved, checkpoint }: SourceModel, format: ConvertFormat): SavedModel {
  if (checkpoint.facts.kind === "image")
    throw new UsageError(
      `convert: ${format} is written of video models, got an image ViT; begin one with it by vivit train --init, or write safetensors or tfjs`,
    );
  if (!saved)
    throw new UsageError(
      `convert: ${format} needs what weights do not tell, and no config.json lies beside them; put the model's there`,
    );
  return saved;
}
