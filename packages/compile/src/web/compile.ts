import { compileFunction, type Runtime } from "../compile-function.ts";
import type { Unfrozen } from "../compile-options.ts";
import type { Program } from "../program.ts";
import type { TensorFunction } from "../trace/trace.ts";
import type { CompileOptions } from "./compile-options.ts";

/**
 * Trace a function of tensors once and make it a program of ONNX Runtime in WebAssembly or on WebGPU.
 *
 * Gradients and optimizers inside the function are part of the program. Needs the package `onnxruntime-web`.
 *
 * @param fn a pure function from a tree of tensors to a tree of tensors; see `trace` for what it must not do
 * @param inputs nested records and arrays; a leaf is a `HostTensor`, a `tf.Tensor`, or just `{ dtype, shape }`
 * @param options threads, execution providers, where the runtime's files are, and which branch of the inputs to carry
 * @throws Error as `trace`, or if no execution provider works; ShapeError if the carried branch does not come back with the same
 * structure; RangeError if the program needs more than the 4 GB that WebAssembly has
 */
export function compile<Inputs, Outputs, Carry extends string = never, Freeze extends string = never>(
  fn: TensorFunction<Inputs, Outputs>,
  inputs: Inputs,
  options: CompileOptions<Carry, Freeze> = {},
): Promise<Program<Unfrozen<Inputs, Freeze>, Outputs, Carry>> {
  return compileFunction(web, fn, inputs, options);
}

const web: Runtime<CompileOptions<string, string>> = {
  availableMemory: () => 2 ** 32, // the address space of 32-bit WebAssembly
  async load(model, options) {
    const { createWebExecutor } = await import("./web-executor.ts");
    return createWebExecutor(model, options);
  },
};
