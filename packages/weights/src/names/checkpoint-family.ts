import type { NameFamily } from "./name-family.ts";

/** Who wrote a checkpoint, as its names tell. */
export type FamilyName = "vivit" | "scenic" | "google-vit" | "hugging-face-vivit" | "hugging-face-vit" | "timm-vit";

/** A pattern in names and what to put in its place, `$1` and the like included. */
export type Respelling = readonly [pattern: RegExp, spelling: string];

/** Names that belong to no parameter, and why they are there. */
export type Leftover = readonly [pattern: RegExp, why: string];

/** Everything that is needed to recognize and read the checkpoints of one library. */
export interface CheckpointFamily {
  readonly family: FamilyName;
  readonly names: NameFamily;
  /** What may stand in front of every parameter; the first that fits is taken. */
  readonly prefixes: readonly string[];
  /** Other spellings of the same names, applied in order behind the prefix. */
  readonly respellings: readonly Respelling[];
  /** The kernel of the embedding under their name, and the numbers of axes it may have: 5 with frames, 4 without. */
  readonly kernel: string;
  readonly kernelAxes: readonly number[];
  /** What tells this family from others that share the kernel's name; some name must match. */
  readonly mark: RegExp;
  /** Tensors of several parameters one after another along their first axis. */
  readonly fused?: { readonly pattern: RegExp; readonly parts: readonly string[] };
  /** Tensors behind the prefix that are no parameters of ours. */
  readonly leftovers: readonly Leftover[];
  /** The form of GELU that the library computes with these weights. */
  readonly gelu: "tanh" | "erf";
}
