import { checkMemory } from "./check-memory.ts";
import type { GraphOptions, Unfrozen } from "./compile-options.ts";
import { CompiledProgram } from "./compiled-program.ts";
import type { Executor, Model } from "./executor.ts";
import type { Graph } from "./graph/graph.ts";
import { cachedGraph } from "./graph-cache.ts";
import { measureDifference } from "./measure-difference.ts";
import { type PreparedGraph, prepareGraph } from "./prepare-graph.ts";
import type { PrecisionReport, Program } from "./program.ts";
import type { TensorFunction } from "./trace/trace.ts";
import { isBelow } from "./trace/trace-function.ts";

/** What a runtime adds to compilation. */
export interface Runtime<Options> {
  /** Bytes that a program can have at most. */
  availableMemory(): number;
  load(model: Model, options: Options): Promise<Executor>;
}

/** Trace a function, optimize its graph, load it into a runtime. See each runtime's `compile`. */
export async function compileFunction<
  Inputs,
  Outputs,
  Carry extends string,
  Freeze extends string,
  Options extends GraphOptions<Carry, Freeze>,
>(
  runtime: Runtime<Options>,
  fn: TensorFunction<Inputs, Outputs>,
  inputs: Inputs,
  options: Options,
): Promise<Program<Unfrozen<Inputs, Freeze>, Outputs, Carry>> {
  const carry: string | undefined = options.carry;
  const prepare = () => prepareGraph(fn as (inputs: unknown) => unknown, inputs, options);
  const prepared = options.cache ? cachedGraph(fn, inputs, options, prepare) : prepare();
  const load = (graph: Graph) => {
    checkMemory(graph, options.memory ?? runtime.availableMemory());
    return runtime.load(modelOf(prepared, graph, carry), options);
  };
  const executor = await load(prepared.traced.graph);
  const precision = await reportPrecision(prepared, executor, load, inputs);
  const program = new CompiledProgram(prepared.traced, executor, inputs, { carry, precision });
  return program as unknown as Program<Unfrozen<Inputs, Freeze>, Outputs, Carry>;
}

async function reportPrecision(
  { traced, precise, matrices }: PreparedGraph,
  executor: Executor,
  load: (graph: Graph) => Promise<Executor>,
  inputs: unknown,
): Promise<PrecisionReport> {
  if (matrices === 0) return { name: "float32" };
  const largestDifference = await measureDifference(() => load(precise), executor, traced, inputs);
  return { name: "int8", matrices, ...(largestDifference && { largestDifference }) };
}

function modelOf({ traced, overwritable }: PreparedGraph, graph: Graph, carry: string | undefined): Model {
  const carried = traced.outputs.flatMap(({ path, name }) =>
    carry !== undefined && isBelow(path, carry) && name !== undefined ? [name] : [],
  );
  return { graph, carried, overwritable };
}
