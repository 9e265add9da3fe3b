import type * as ort from "onnxruntime-web";
import type { GraphOptions } from "../compile-options.ts";

/** How ONNX Runtime is to run a program in a browser. */
export interface CompileOptions<Carry extends string = never, Freeze extends string = never>
  extends GraphOptions<Carry, Freeze> {
  /**
   * Threads that share one operation, of WebAssembly; as ONNX Runtime decides if absent. More than one need a page that is
   * cross-origin isolated. The first program decides for all.
   */
  readonly threads?: number;
  /** Write the time of every node to the console when the program is disposed. */
  readonly profile?: boolean;
  /**
   * Where to run, in order of preference: `wasm` (if absent) or `webgpu`, which has been verified on Chromium's software
   * adapter alone. One that does not work is an error, unless others are named behind it.
   */
  readonly executionProviders?: readonly ("wasm" | "webgpu")[];
  /** Where the runtime's `.mjs` and `.wasm` files are served, where a bundler does not see to it. The first program decides for all. */
  readonly wasmPaths?: string | { readonly mjs?: string; readonly wasm?: string };
  /** The build of onnxruntime-web to use; its smallest for the execution provider if absent. In Node only the whole module has threads. */
  readonly module?: Promise<typeof ort> | typeof ort;
}
