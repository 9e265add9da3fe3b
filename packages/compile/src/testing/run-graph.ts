import { normal, randomKey } from "@vivit/nn";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Graph } from "../graph/graph.ts";
import { encodeModel } from "../onnx/encode-model.ts";

/** What a graph of float32 inputs computes from random numbers, with ONNX Runtime's own passes off: outputs by name. */
export async function runGraph(graph: Graph): Promise<Record<string, Float32Array>> {
  const session = await InferenceSession.create(encodeModel(graph), {
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 4,
  });
  const feeds = Object.fromEntries(
    graph.inputs.map(({ name, shape }, index) => {
      const count = shape.reduce((product, size) => product * size, 1);
      return [name, new Tensor("float32", normal(randomKey(index), count), shape)];
    }),
  );
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}
