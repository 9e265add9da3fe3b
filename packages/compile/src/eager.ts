import { checkBranchName } from "./carry.ts";
import { EagerProgram } from "./eager-program.ts";
import type { Program, ProgramOptions } from "./program.ts";
import type { TensorFunction } from "./trace/trace.ts";

/**
 * Wrap a function of tensors as a program that runs it on the active TensorFlow.js backend, operation by operation.
 *
 * The same interface as a compiled program, so a caller can change its runtime in one line. No tensor is left behind but the
 * carried state, until `dispose`.
 *
 * @param fn as for `trace`
 * @param inputs nested records and arrays; a leaf is a `HostTensor`, a `tf.Tensor`, or just `{ dtype, shape }`
 * @param options which branch of the inputs to carry from step to step
 * @throws ShapeError if there is no such branch
 */
export function eager<Inputs, Outputs, Carry extends string = never>(
  fn: TensorFunction<Inputs, Outputs>,
  inputs: Inputs,
  options: ProgramOptions<Carry> = {},
): Program<Inputs, Outputs, Carry> {
  const carry: string | undefined = options.carry;
  if (carry !== undefined) checkBranchName("eager", "carry", carry, inputs);
  return new EagerProgram(fn as (inputs: unknown) => unknown, inputs, carry) as unknown as Program<
    Inputs,
    Outputs,
    Carry
  >;
}
