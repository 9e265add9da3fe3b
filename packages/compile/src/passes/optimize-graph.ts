import type { Graph } from "../graph/graph.ts";
import { cancelReshapes } from "./cancel-reshapes.ts";
import { cancelTransposes } from "./cancel-transposes.ts";
import { foldConstants } from "./fold-constants.ts";
import { matchAttention } from "./match-attention.ts";
import { matchGelu } from "./match-gelu.ts";
import { matchLayerNorm } from "./match-layer-norm.ts";
import { mergeCommonNodes } from "./merge-common-nodes.ts";

/**
 * Make a graph smaller and faster before a runtime sees it: the same outputs for the same inputs, within float32 rounding.
 *
 * Constants are folded, equal nodes merged, transposes and reshapes that cancel dropped; composed softmax attention, layer
 * normalization and GELU become the fused operators of ONNX Runtime. `compile` does this by itself.
 *
 * @param graph from `trace`
 */
export function optimizeGraph(graph: Graph): Graph {
  const moved = cancelMoves(foldConstants(graph));
  const known = matchGelu(matchLayerNorm(moved));
  const attending = matchAttention(known);
  return mergeCommonNodes(attending === known ? known : cancelMoves(attending)); // attention comes with moves of its own
}

function cancelMoves(graph: Graph): Graph {
  return cancelReshapes(cancelTransposes(graph));
}
