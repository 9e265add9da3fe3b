import { checkBranchName, checkCarry } from "./carry.ts";
import { checkMemory } from "./check-memory.ts";
import type { GraphOptions, Unfrozen } from "./compile-options.ts";
import { CompiledProgram } from "./compiled-program.ts";
import type { Executor, Model } from "./executor.ts";
import type { Graph } from "./graph/graph.ts";
import { measureDifference } from "./measure-difference.ts";
import { encodeModel } from "./onnx/encode-model.ts";
import { optimizeGraph } from "./passes/optimize-graph.ts";
import { quantizeWeights } from "./passes/quantize-weights.ts";
import type { PrecisionReport, Program } from "./program.ts";
import type { TensorFunction } from "./trace/trace.ts";
import { isBelow, type Traced, traceFunction } from "./trace/trace-function.ts";

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
  const traced = traceChecked(fn as (inputs: unknown) => unknown, inputs, options);
  const load = async (graph: Graph) => {
    checkMemory(graph, options.memory ?? runtime.availableMemory());
    return runtime.load(modelOf({ ...traced, graph }, carry), options);
  };
  const precise = options.optimize === false ? traced.graph : optimizeGraph(traced.graph);
  const { graph, matrices } = options.precision === "int8" ? quantized(precise) : { graph: precise, matrices: 0 };
  const executor = await load(graph);
  let precision: PrecisionReport = { name: "float32" };
  if (graph !== precise) {
    const largestDifference = await measureDifference(() => load(precise), executor, traced, inputs);
    precision = { name: "int8", matrices, ...(largestDifference && { largestDifference }) };
  }
  const program = new CompiledProgram({ ...traced, graph }, executor, inputs, { carry, precision });
  return program as unknown as Program<Unfrozen<Inputs, Freeze>, Outputs, Carry>;
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

function modelOf({ graph, outputs }: Traced, carry: string | undefined): Model {
  const carried = outputs.flatMap(({ path, name }) =>
    carry !== undefined && isBelow(path, carry) && name !== undefined ? [name] : [],
  );
  return { graph, bytes: encodeModel(graph), carried };
}
