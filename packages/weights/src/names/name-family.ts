import type { LayoutName } from "./layout.ts";

/** Where an encoder sits: the only one, or one of Model 2's two. */
export type Part = "only" | "spatial" | "temporal";

/** What a block is made of: one attention (Models 1, 2, 4), or one over time and one over space (Model 3). */
export type BlockKind = "plain" | "time-space";

/** Their name for each of ours, and the layout where it differs. */
export type Names = Readonly<Record<string, string | readonly [theirs: string, layout: LayoutName]>>;

/** The names that tell one model from another. */
export interface Spelling {
  /** What every name of an encoder begins with, and its class token's full name. */
  readonly parts: Readonly<Partial<Record<Part, { readonly prefix: string; readonly classToken: string }>>>;
  /** What the names of a block begin with behind the encoder's prefix; `{block}` is its number. */
  readonly block: string;
  /** Occurs in names of time-space blocks and nowhere else. */
  readonly timeMark: string;
  /** What the names of the dense layer before the head begin with. */
  readonly representationMark: string;
}

/** How another library names the parameters of a ViViT. Names on the left are ours, relative to their place. */
export interface NameFamily extends Spelling {
  /** The library, for messages. */
  readonly title: string;
  readonly embedding: Names;
  /** Behind the encoder's prefix. */
  readonly positions: Names;
  readonly norm: Names;
  /** Behind the block's beginning; a kind that the library does not have is absent. */
  readonly blocks: Readonly<Partial<Record<BlockKind, Names>>>;
  /** Absent where the library has no such layer. */
  readonly representation?: Names;
  readonly head: Names;
  /** True where the library has no model without a class token. */
  readonly needsClassToken: boolean;
  /** True where the library has models whose positions are no parameter. */
  readonly mayHaveFixedPositions?: boolean;
}

/** Our own names. */
export const ownSpelling: Spelling = {
  parts: {
    only: { prefix: "", classToken: "classToken" },
    spatial: { prefix: "spatial.", classToken: "spatial.classToken" },
    temporal: { prefix: "temporal.", classToken: "temporal.classToken" },
  },
  block: "encoder.blocks.{block}.",
  timeMark: ".timeAttention.",
  representationMark: "representation.",
};
