import type { ProgramOptions } from "./program.ts";

/** What compilation understands, whatever the runtime. */
export interface GraphOptions<Carry extends string = never, Freeze extends string = never>
  extends ProgramOptions<Carry> {
  /** Rewrite the graph before the runtime does (see `optimizeGraph`); `false` hands it over as traced. */
  readonly optimize?: boolean;
  /** The most bytes that the program may need; what the machine has if absent. */
  readonly memory?: number;
  /**
   * A top-level branch of the inputs whose values become part of the program: weights at inference, which the runtime then lays
   * out as it likes best. `run` takes the other inputs alone.
   */
  readonly freeze?: Freeze;
  /**
   * `int8`: store frozen matrices as 8-bit numbers, one scale a column, and round what they are multiplied with to 8 bits at every
   * run. For inference: a rounded number has no gradient. The program says by how much its outputs differ (`precision`).
   */
  readonly precision?: "float32" | "int8";
  /**
   * `false`: spend a little time for memory. Activations are computed again for gradients; in Node, besides, memory goes back to the
   * system between operations, and a carried state is written over where its old values have been read: a step that fails
   * within leaves no state.
   */
  readonly keepMemory?: boolean;
  /**
   * Keep the graph, and take it again where the same function is compiled for the same shapes and options (and, where a branch is
   * frozen, for the very same branch). Only for a function that reads nothing from outside which changes: the graph would not.
   */
  readonly cache?: boolean;
}

/** The inputs of a program without its frozen branch. */
export type Unfrozen<Inputs, Freeze extends string> = [Freeze] extends [never] ? Inputs : Omit<Inputs, Freeze>;
