import { countValues, type ParameterSpec, treeLeaves } from "@vivit/nn";
import { parameterSpecs } from "../model.ts";
import type { ModelConfig } from "../model-config.ts";

/** What a model's work and parameters are divided into. Source: the counts published with the reference's parameter shapes. */
export const modelParts = [
  "patchEmbedding",
  "attentionProjections",
  "attentionProducts",
  "mlp",
  "temporalAttentionProjections",
  "temporalAttentionProducts",
  "temporalMlp",
  "head",
] as const;

/** The name of one part. */
export type ModelPart = (typeof modelParts)[number];

/**
 * Number of trainable values by part: class tokens and positions count with the embedding, a block's normalizations with
 * what they feed, an encoder's last one with the head.
 *
 * @returns parts that have parameters; their sum is `countParameters(config)`
 * @throws ShapeError if the sizes of the configuration do not fit together
 */
export function countParametersByPart(config: ModelConfig): Partial<Record<ModelPart, number>> {
  const counts: Partial<Record<ModelPart, number>> = {};
  for (const [path, { shape }] of treeLeaves(parameterSpecs(config))) {
    const part = partOf(path);
    counts[part] = (counts[part] ?? 0) + countValues(shape);
  }
  return counts;
}

/** The parameters behind the encoders: kernels and biases of the representation and of every head. */
export function headParameters(config: ModelConfig): readonly ParameterSpec[] {
  const leaves = treeLeaves(parameterSpecs(config));
  return leaves.filter(([path]) => partOf(path) === "head" && !/(^|\.)norm\./.test(path)).map(([, spec]) => spec);
}

function partOf(path: string): ModelPart {
  if (/(^|\.)(embedding|classToken|positions)(\.|$)/.test(path)) return "patchEmbedding";
  if (!path.includes(".blocks.")) return "head";
  const temporal = path.startsWith("temporal.");
  if (/\.blocks\.\d+\.mlp/.test(path)) return temporal ? "temporalMlp" : "mlp";
  return temporal ? "temporalAttentionProjections" : "attentionProjections";
}
