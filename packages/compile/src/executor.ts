import type { HostTensor } from "@vivit/nn";
import type { Graph } from "./graph/graph.ts";
import type { TracedLeaf } from "./trace/trace-function.ts";

/** A leaf that the graph computes or reads. */
export type NamedLeaf = TracedLeaf & { readonly name: string };

/** A graph on its way into a runtime. */
export interface Model {
  readonly graph: Graph;
  /** Outputs that are carried from step to step. */
  readonly carried: readonly string[];
  /** Those of them that may be written where their input lies. */
  readonly overwritable: ReadonlySet<string>;
}

/** A graph in a runtime: what native, WebAssembly and WebGPU sessions have in common. */
export interface Executor<State extends CarriedState = CarriedState> {
  /**
   * Run the graph once.
   *
   * @param feeds inputs by name; those that the state feeds are not among them
   * @param outputs what to return, in new memory
   * @param state fed besides, and replaced by what the graph computes for it if the run succeeds
   * @returns the outputs by name
   */
  run(
    feeds: ReadonlyMap<string, HostTensor>,
    outputs: readonly NamedLeaf[],
    state?: State,
  ): Promise<ReadonlyMap<string, HostTensor>>;

  /** Memory for a carried state. @param used names of the inputs that the graph reads */
  createState(inputs: readonly NamedLeaf[], outputs: readonly TracedLeaf[], used: ReadonlySet<string>): State;

  /** Free the session. */
  release(): Promise<void>;
}

/** A state that stays in the runtime's memory between runs. */
export interface CarriedState {
  /** Whether a step that fails may have written over a part of it. */
  readonly isWrittenOver: boolean;
  /** Copy values in, by path. */
  write(values: ReadonlyMap<string, HostTensor>): void;
  /** Copy the values of a path out. */
  read(path: string): HostTensor | Promise<HostTensor>;
  /** Free what garbage collection would not. */
  dispose(): void;
}
