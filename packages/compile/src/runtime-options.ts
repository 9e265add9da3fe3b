import type { GraphOptions, Unfrozen } from "./compile-options.ts";
import type { Program } from "./program.ts";
import type { TensorFunction } from "./trace/trace.ts";

/** What every runtime understands. */
export interface RuntimeOptions<Carry extends string = never, Freeze extends string = never>
  extends GraphOptions<Carry, Freeze> {
  /** Threads that share one operation; as the runtime decides if absent. */
  readonly threads?: number;
}

/** How to compile, whatever the runtime. */
export type Compile = <Inputs, Outputs, Carry extends string = never, Freeze extends string = never>(
  fn: TensorFunction<Inputs, Outputs>,
  inputs: Inputs,
  options?: RuntimeOptions<Carry, Freeze>,
) => Promise<Program<Unfrozen<Inputs, Freeze>, Outputs, Carry>>;
