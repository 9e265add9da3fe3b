import type { Graph } from "../graph/graph.ts";
import { halveWeights } from "../passes/halve-weights.ts";

/** How to write a model. */
export interface OnnxOptions {
  /** Store constants as float16: half the size, and each weight off by at most 1 part in 2,048. It computes in float32 all the same. */
  readonly weights?: "float32" | "float16";
}

/** The graph with its constants in the precision asked for. */
export function withPrecision(graph: Graph, { weights = "float32" }: OnnxOptions = {}): Graph {
  return weights === "float16" ? halveWeights(graph) : graph;
}
