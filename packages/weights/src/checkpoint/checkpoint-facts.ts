import type { VariantName } from "@vivit/models";
import type { Extent } from "@vivit/tokenization";
import type { FileFormat } from "../files/tensor-file.ts";
import type { FamilyName } from "../names/checkpoint-family.ts";

/** Sizes of one encoder, as its tensors show them. */
export interface EncoderFacts {
  /** Blocks, counted. */
  readonly depth: number;
  readonly mlpDim: number;
  /** Absent where the layout does not show it: then the configuration must. */
  readonly heads?: number;
  /** Positions without the class token's; absent where they are no parameter. */
  readonly tokens?: number;
  readonly classToken: boolean;
}

/** What a checkpoint shows of its model: names and shapes, nothing from a configuration. */
export interface CheckpointFacts {
  readonly format: FileFormat;
  readonly family: FamilyName;
  readonly kind: "video" | "image";
  /** The models that have such parameters. Model 4 has those of Model 1 without a class token. Empty for images. */
  readonly variants: readonly VariantName[];
  readonly dim: number;
  readonly channels: number;
  /** What one token sees; one frame for images. */
  readonly tubelet: Extent;
  /** The only encoder, or the spatial one. */
  readonly encoder: EncoderFacts;
  readonly temporalEncoder?: EncoderFacts;
  readonly representationDim?: number;
  /** Absent where the file has no head. */
  readonly classes?: number;
  /** The form of GELU that its library computes with; our models compute the tanh form. */
  readonly gelu: "tanh" | "erf";
}
