/** How a parameter of the target got its values. */
export type Origin = "copied" | "inflated" | "resized" | "tiled" | "zeroed" | "fresh";

/** One parameter of the target. */
export interface ParameterOrigin {
  readonly path: string;
  readonly how: Origin;
  /** Its parameter in the source. */
  readonly from?: string;
  readonly why: string;
}

/** One parameter of the source that nothing was made of. */
export interface UnusedParameter {
  readonly path: string;
  readonly why: string;
}

/** Every parameter of the target and how it began, and what is left of the source. */
export interface InitializationReport {
  readonly parameters: readonly ParameterOrigin[];
  readonly unused: readonly UnusedParameter[];
}
