import type { Graph } from "../graph/graph.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

/**
 * Compute equal nodes once: same operator, inputs and attributes.
 *
 * Lowering does this already; other passes make nodes equal that were not. What waits for another value reads that value, so it is
 * never equal to what does not.
 */
export function mergeCommonNodes(graph: Graph): Graph {
  return rewriteGraph(graph, () => undefined);
}
