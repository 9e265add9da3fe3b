import { checkCarry, checkCarryName } from "../carry.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import type { Program } from "../program.ts";
import type { TensorFunction } from "../trace/trace.ts";
import { traceFunction } from "../trace/trace-function.ts";
import { NativeProgram } from "./native-program.ts";
import { type CompileOptions, createSession } from "./session.ts";

/**
 * Trace a function of tensors once and make it a native program of ONNX Runtime.
 *
 * Gradients and optimizers inside the function are part of the program.
 *
 * @param fn a pure function from a tree of tensors to a tree of tensors; see `trace` for what it must not do
 * @param inputs nested records and arrays; a leaf is a `HostTensor`, a `tf.Tensor`, or just `{ dtype, shape }`
 * @param options threads, profile, execution providers, and which branch of the inputs to carry from step to step
 * @throws Error as `trace`; ShapeError if the carried branch does not come back with the same structure
 */
export async function compile<Inputs, Outputs, Carry extends string = never>(
  fn: TensorFunction<Inputs, Outputs>,
  inputs: Inputs,
  options: CompileOptions<Carry> = {},
): Promise<Program<Inputs, Outputs, Carry>> {
  const carry: string | undefined = options.carry;
  if (carry !== undefined) checkCarryName("compile", carry, inputs);
  const traced = traceFunction(fn as (inputs: unknown) => unknown, inputs, carry);
  if (carry !== undefined) checkCarry("compile", carry, traced.inputs, traced.outputs);
  const session = await createSession(encodeModel(traced.graph), options);
  return new NativeProgram(traced, session, inputs, carry) as unknown as Program<Inputs, Outputs, Carry>;
}
