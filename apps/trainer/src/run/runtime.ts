import * as tf from "@tensorflow/tfjs";
import { eager, type Program, type ProgramOptions, type TensorFunction } from "@vivit/compile";
import { compile } from "@vivit/compile/node";

/** Ways to run a model in Node: compiled to native code, or eagerly on a TensorFlow.js backend. */
export const runtimeNames = ["native", "cpu", "wasm"] as const;

/** The name of a way to run a model. */
export type RuntimeName = (typeof runtimeNames)[number];

/** Makes programs: the same functions, whatever runs them. */
export interface Runtime {
  readonly name: RuntimeName;
  prepare<Inputs, Outputs, Carry extends string = never>(
    fn: TensorFunction<Inputs, Outputs>,
    inputs: Inputs,
    options?: ProgramOptions<Carry>,
  ): Promise<Program<Inputs, Outputs, Carry>>;
}

/** @param threads processor threads of the native runtime; all of them unless given */
export async function openRuntime(name: RuntimeName, threads?: number): Promise<Runtime> {
  tf.enableProdMode(); // silences the advice to install tfjs-node
  if (name === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend(name === "wasm" ? "wasm" : "cpu");
  await tf.ready();
  if (name === "native") {
    // decoding processes need the cores too; signals, progress and the next batch need this thread
    const native = { spinMicroseconds: 20, thread: true, ...(threads ? { threads } : {}) };
    return { name, prepare: (fn, inputs, options) => compile(fn, inputs, { ...options, ...native }) };
  }
  return { name, prepare: async (fn, inputs, options) => eager(fn, inputs, options) };
}
