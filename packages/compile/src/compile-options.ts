import type { ProgramOptions } from "./program.ts";

/** What compilation understands, whatever the runtime. */
export interface GraphOptions<Carry extends string = never> extends ProgramOptions<Carry> {
  /** Rewrite the graph before the runtime does (see `optimizeGraph`); `false` hands it over as traced. */
  readonly optimize?: boolean;
  /** The most bytes that the program may need; what the machine has if absent. */
  readonly memory?: number;
}
