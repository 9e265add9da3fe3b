import type { InferenceSession } from "onnxruntime-node";
import { openOnFirstProvider } from "../provider-fallback.ts";
import { openCachedSession } from "./cached-session.ts";
import { type CompileOptions, createSession } from "./session.ts";

/** Load a model on the first execution provider that works. */
export function openSession(model: Uint8Array, options: CompileOptions<string, string>): Promise<InferenceSession> {
  return openOnFirstProvider(options.executionProviders ?? ["cpu"], (provider) => {
    const chosen = { ...options, executionProviders: [provider] };
    const { cacheDirectory } = options;
    return cacheDirectory === undefined
      ? createSession(model, chosen)
      : openCachedSession(model, chosen, cacheDirectory);
  });
}
