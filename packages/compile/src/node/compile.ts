import { totalmem } from "node:os";
import { compileFunction, type Runtime } from "../compile-function.ts";
import type { Unfrozen } from "../compile-options.ts";
import { loadRuntime } from "../load-runtime.ts";
import type { Program } from "../program.ts";
import type { TensorFunction } from "../trace/trace.ts";
import type { CompileOptions } from "./session.ts";

/**
 * Trace a function of tensors once and make it a native program of ONNX Runtime.
 *
 * Gradients and optimizers inside the function are part of the program. Needs the package `onnxruntime-node`.
 *
 * @param fn a pure function from a tree of tensors to a tree of tensors; see `trace` for what it must not do
 * @param inputs nested records and arrays; a leaf is a `HostTensor`, a `tf.Tensor`, or just `{ dtype, shape }`
 * @param options threads, profile, execution providers, and which branch of the inputs to carry from step to step
 * @throws Error as `trace`, or if no execution provider works; ShapeError if the carried branch does not come back with the same
 * structure; RangeError if the program needs more memory than the machine has
 */
export function compile<Inputs, Outputs, Carry extends string = never, Freeze extends string = never>(
  fn: TensorFunction<Inputs, Outputs>,
  inputs: Inputs,
  options: CompileOptions<Carry, Freeze> = {},
): Promise<Program<Unfrozen<Inputs, Freeze>, Outputs, Carry>> {
  return compileFunction(native, fn, inputs, options);
}

const native: Runtime<CompileOptions<string, string>> = {
  availableMemory,
  async load(model, options) {
    if (options.thread) {
      const { createThreadExecutor } = await import("./thread-executor.ts");
      return loadRuntime("onnxruntime-node", () => createThreadExecutor(model, options));
    }
    const { createNativeExecutor } = await loadRuntime("onnxruntime-node", () => import("./native-executor.ts"));
    return createNativeExecutor(model, options);
  },
};

/** What the machine has, or what the operating system grants the process if that is less. */
function availableMemory(): number {
  const granted = process.constrainedMemory();
  return granted ? Math.min(granted, totalmem()) : totalmem();
}
