import type { KernelInflation } from "@vivit/tokenization";

/** What is taken over from another model, and how. `fresh` leaves the target's own first values. */
export interface InitializationOptions {
  /** How an image kernel becomes a tubelet kernel; "fresh" leaves kernel and bias. Default "central-frame", the paper's best. */
  readonly embedding?: KernelInflation | "fresh";
  /**
   * What becomes of positions for another grid. "resize" (default): linear along rows, columns and time, and an image's
   * repeated along time. "tile": repeated along time, and refused if rows or columns differ. "resize-tile": linear along
   * rows and columns, repeated along time. Temporal positions of Model 2 are always linear.
   */
  readonly positions?: "resize" | "tile" | "resize-tile" | "fresh";
  /** "copy" (default): by role, so that an image's class token begins Model 2's spatial one; "same-name": as Scenic, not so. */
  readonly classToken?: "copy" | "same-name" | "fresh";
  /**
   * Model 3's attention over time where the source has one attention. "zero-output" (default): copied, but its last
   * projection zero, so that a block begins purely spatial and can still learn (the paper's intent). "zero": every kernel
   * zero, as Scenic's initializer; only the last bias ever learns. "copy": as Scenic loads it.
   */
  readonly temporalAttention?: "zero-output" | "zero" | "copy" | "fresh";
  /** Model 3's attention over space where the source has one attention. Default "copy". */
  readonly spatialAttention?: "copy" | "fresh";
  /** The dense layer before the head, if both have one. Default "copy". */
  readonly representation?: "copy" | "fresh";
  /** The scores of the classes. Default "fresh": the classes are others. */
  readonly head?: "copy" | "fresh";
}

/** Every option decided. */
export type DecidedOptions = Required<InitializationOptions>;

/** The paper's choices where it states one. Source: ViViT sections 3.4 and 4.2. */
export const paperInitialization: DecidedOptions = {
  embedding: "central-frame",
  positions: "resize",
  classToken: "copy",
  temporalAttention: "zero-output",
  spatialAttention: "copy",
  representation: "copy",
  head: "fresh",
};

/** What Scenic does unless told otherwise. Source: Scenic `initialise_from_train_state`. */
export const scenicInitialization: DecidedOptions = {
  ...paperInitialization,
  positions: "tile",
  classToken: "same-name",
  temporalAttention: "copy",
};
