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

/**
 * Put a report into words, a line for all parameters that share a fate; blocks stand together as `blocks.*`.
 *
 * @returns lines such as `inflated, image kernel at frame 1 of 2: embedding.kernel`
 */
export function describeInitialization({ parameters, unused }: InitializationReport): string[] {
  const groups = new Map<string, Set<string>>();
  const add = (fate: string, path: string) => groups.set(fate, (groups.get(fate) ?? new Set()).add(shorten(path)));
  for (const { path, how, why } of parameters) add(`${how}, ${why}`, path);
  for (const { path, why } of unused) add(`unused, ${why}`, path);
  return [...groups].map(([fate, paths]) => `${fate}: ${[...paths].join(", ")}`);
}

/** encoder.blocks.3.attention.query.kernel → encoder.blocks.*.attention */
function shorten(path: string): string {
  return path
    .replace(/blocks\.\d+\.(\w+)\..*/, "blocks.*.$1")
    .replace(/(norm|embedding|head|representation)\.\w+$/, "$1");
}
