import { checkBranchName, checkCarry } from "./carry.ts";
import type { GraphOptions } from "./compile-options.ts";
import type { Graph } from "./graph/graph.ts";
import { optimizeGraph } from "./passes/optimize-graph.ts";
import { quantizeWeights } from "./passes/quantize-weights.ts";
import { recomputeActivations } from "./passes/recompute-activations.ts";
import { type CarriedPair, writeOverState } from "./passes/write-over-state.ts";
import { isBelow, type Traced, traceFunction } from "./trace/trace-function.ts";

/** A function traced and optimized, ready for a runtime. */
export interface PreparedGraph {
  /** With the optimized graph. */
  readonly traced: Traced;
  /** The same in float32; itself if that is its precision. */
  readonly precise: Graph;
  /** How many matrices are int8. */
  readonly matrices: number;
  /** Carried outputs that may be written where their input lies. */
  readonly overwritable: ReadonlySet<string>;
}

/** Trace a function and rewrite its graph as the options say. */
export function prepareGraph(
  fn: (inputs: unknown) => unknown,
  inputs: unknown,
  options: GraphOptions<string, string>,
): PreparedGraph {
  const traced = traceChecked(fn, inputs, options);
  const optimized = options.optimize === false ? traced.graph : optimizeGraph(traced.graph);
  const { graph: precise, outputs: overwritable } =
    options.keepMemory === false
      ? lean(optimized, traced, options.carry)
      : { graph: optimized, outputs: new Set<string>() };
  const { graph, matrices } = options.precision === "int8" ? quantized(precise) : { graph: precise, matrices: 0 };
  return { traced: { ...traced, graph }, precise, matrices, overwritable };
}

/** A graph that keeps less, and which of its outputs may be written over their inputs. */
function lean(graph: Graph, { inputs, outputs }: Traced, carry: string | undefined): ReturnType<typeof writeOverState> {
  const names = new Map(inputs.map(({ path, name }) => [path, name]));
  const pairs = outputs.flatMap(({ path, name: output }): CarriedPair[] => {
    const input = carry !== undefined && isBelow(path, carry) ? names.get(path) : undefined;
    return input !== undefined && output !== undefined ? [{ input, output }] : [];
  });
  return writeOverState(recomputeActivations(graph), pairs);
}

function traceChecked(
  fn: (inputs: unknown) => unknown,
  inputs: unknown,
  { carry, freeze }: GraphOptions<string, string>,
): Traced {
  if (carry !== undefined) checkBranchName("compile", "carry", carry, inputs);
  if (freeze !== undefined) checkBranchName("compile", "freeze", freeze, inputs);
  if (freeze !== undefined && freeze === carry)
    throw new RangeError(
      `compile: options.freeze: expected another branch than the carried one, got "${freeze}" twice`,
    );
  const traced = traceFunction(fn, inputs, { carry, freeze });
  if (carry !== undefined) checkCarry("compile", carry, traced.inputs, traced.outputs);
  return traced;
}

function quantized(graph: Graph): ReturnType<typeof quantizeWeights> {
  const result = quantizeWeights(graph);
  if (result.matrices > 0) return result;
  throw new Error(
    'compile: options.precision: expected a program with constant matrices for "int8", got none; name the branch with the weights in options.freeze',
  );
}
