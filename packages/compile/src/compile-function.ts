import { checkCarry, checkCarryName } from "./carry.ts";
import { checkMemory } from "./check-memory.ts";
import type { GraphOptions } from "./compile-options.ts";
import { CompiledProgram } from "./compiled-program.ts";
import type { Executor, Model } from "./executor.ts";
import { encodeModel } from "./onnx/encode-model.ts";
import { optimizeGraph } from "./passes/optimize-graph.ts";
import type { Program } from "./program.ts";
import type { TensorFunction } from "./trace/trace.ts";
import { isBelow, type Traced, traceFunction } from "./trace/trace-function.ts";

/** What a runtime adds to compilation. */
export interface Runtime<Options> {
  /** Bytes that a program can have at most. */
  availableMemory(): number;
  load(model: Model, options: Options): Promise<Executor>;
}

/** Trace a function, optimize its graph, load it into a runtime. See each runtime's `compile`. */
export async function compileFunction<Inputs, Outputs, Carry extends string, Options extends GraphOptions<Carry>>(
  runtime: Runtime<Options>,
  fn: TensorFunction<Inputs, Outputs>,
  inputs: Inputs,
  options: Options,
): Promise<Program<Inputs, Outputs, Carry>> {
  const carry: string | undefined = options.carry;
  if (carry !== undefined) checkCarryName("compile", carry, inputs);
  const traced = traceFunction(fn as (inputs: unknown) => unknown, inputs, carry);
  if (carry !== undefined) checkCarry("compile", carry, traced.inputs, traced.outputs);
  const graph = options.optimize === false ? traced.graph : optimizeGraph(traced.graph);
  checkMemory(graph, options.memory ?? runtime.availableMemory());
  const executor = await runtime.load(modelOf({ ...traced, graph }, carry), options);
  const program = new CompiledProgram({ ...traced, graph }, executor, inputs, carry);
  return program as unknown as Program<Inputs, Outputs, Carry>;
}

function modelOf({ graph, outputs }: Traced, carry: string | undefined): Model {
  const carried = outputs.flatMap(({ path, name }) =>
    carry !== undefined && isBelow(path, carry) && name !== undefined ? [name] : [],
  );
  return { graph, bytes: encodeModel(graph), carried };
}
