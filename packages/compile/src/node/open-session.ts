import type { InferenceSession } from "onnxruntime-node";
import type { Graph } from "../graph/graph.ts";
import { encodeModel, encodeModelInParts } from "../onnx/encode-model.ts";
import { openOnFirstProvider } from "../provider-fallback.ts";
import { openCachedSession } from "./cached-session.ts";
import { type CompileOptions, createSession } from "./session.ts";

/** Load a graph on the first execution provider that works. Frozen weights are handed over where they lie, not copied. */
export function openSession(graph: Graph, options: CompileOptions<string, string>): Promise<InferenceSession> {
  return openOnFirstProvider(options.executionProviders ?? ["cpu"], (provider) => {
    const chosen = { ...options, executionProviders: [provider] };
    const { cacheDirectory } = options;
    if (cacheDirectory !== undefined) return openCachedSession(encodeModel(graph), chosen, cacheDirectory);
    const { model, externalData } = encodeModelInParts(graph);
    return createSession(model, chosen, externalData.length > 0 ? { externalData } : {});
  });
}
