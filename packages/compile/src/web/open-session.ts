import type * as ort from "onnxruntime-web";
import type { Model } from "../executor.ts";
import { loadRuntime } from "../load-runtime.ts";
import { encodeModel } from "../onnx/encode-model.ts";
import { openOnFirstProvider } from "../provider-fallback.ts";
import type { CompileOptions } from "./compile-options.ts";
import { webgpuProvider } from "./webgpu-provider.ts";

/** A build of onnxruntime-web. */
export type OrtWeb = typeof ort;

/** Load a model on the first execution provider that works. */
export function openSession(
  model: Model,
  options: CompileOptions<string, string>,
): Promise<{ ort: OrtWeb; session: ort.InferenceSession }> {
  return openOnFirstProvider(options.executionProviders ?? ["wasm"], async (provider) => {
    const ort = await (options.module ?? loadBuild(provider));
    const threads = threadCount(options);
    if (threads !== undefined) ort.env.wasm.numThreads = threads;
    if (options.wasmPaths !== undefined) ort.env.wasm.wasmPaths = options.wasmPaths;
    const settings = await sessionOptions(model, options, provider);
    return { ort, session: await ort.InferenceSession.create(encodeModel(model.graph), settings) };
  });
}

/**
 * The threads to ask for; none says that the runtime decides.
 *
 * Outside of a browser it would decide wrongly: its small builds cannot start threads in Node.
 */
function threadCount({ threads, module }: CompileOptions<string, string>): number | undefined {
  const isBrowser = typeof crossOriginIsolated === "boolean";
  if (threads === undefined) return isBrowser ? undefined : 1;
  if (threads === 1 || isBrowser || module) return threads;
  throw new RangeError(
    `compile: options.threads: expected 1 outside of a browser, got ${threads}; for more pass module: import("onnxruntime-web")`,
  );
}

/** Each provider's smallest build; a bundler makes each a file of its own, loaded when it is needed. */
async function loadBuild(provider: string): Promise<OrtWeb> {
  if (provider === "webgpu" && !("gpu" in (globalThis.navigator ?? {}))) throw new Error("there is no navigator.gpu");
  return loadRuntime("onnxruntime-web", () =>
    provider === "webgpu" ? import("onnxruntime-web/webgpu") : import("onnxruntime-web/wasm"),
  );
}

/** On WebGPU a carried state stays in its buffers. */
async function sessionOptions(
  { carried }: Model,
  { profile }: CompileOptions<string, string>,
  provider: string,
): Promise<ort.InferenceSession.SessionOptions> {
  const onDevice = Object.fromEntries(carried.map((name) => [name, "gpu-buffer" as const]));
  return {
    executionProviders: [provider === "webgpu" ? await webgpuProvider() : provider],
    graphOptimizationLevel: "all",
    logSeverityLevel: 4, // a failure is thrown, not written to the console as well
    extra: { session: { set_denormal_as_zero: "1" } },
    ...(provider === "webgpu" && carried.length > 0 && { preferredOutputLocation: onDevice }),
    ...(profile && { enableProfiling: true }),
  };
}
