import type { InferenceSession } from "onnxruntime-node";
import { openOnFirstProvider } from "../provider-fallback.ts";
import { type CompileOptions, createSession } from "./session.ts";

/** Load a model on the first execution provider that works. */
export function openSession(model: Uint8Array, options: CompileOptions<string, string>): Promise<InferenceSession> {
  return openOnFirstProvider(options.executionProviders ?? ["cpu"], (provider) =>
    createSession(model, { ...options, executionProviders: [provider] }),
  );
}
