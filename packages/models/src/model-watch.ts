import type { EncoderWatch, QueryAndKey } from "@vivit/transformer";

/** What an attention mixes: all tokens of a clip, those of one time step, or those of one place. */
export type Mixing = "spaceTime" | "space" | "time";

/** What a model shows while it computes, by what its attentions mix. */
export type ModelWatch = Readonly<Record<Mixing, EncoderWatch>>;

/** Queries and keys of every attention in the order of the layers, by what they mix. */
export type SeenAttention = Readonly<Record<Mixing, readonly QueryAndKey[]>>;
