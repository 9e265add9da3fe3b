import type { Graph, Value } from "./graph.ts";

/** Drop every node, constant and input that no output depends on. */
export function removeDeadNodes(graph: Graph): Graph {
  const live = new Set<Value>(graph.outputs);
  const nodes = graph.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((output) => live.has(output))) return false;
    for (const input of node.inputs) if (input) live.add(input);
    return true;
  });
  return {
    inputs: graph.inputs.filter((input) => live.has(input)),
    outputs: graph.outputs,
    nodes: nodes.reverse(),
    constants: graph.constants.filter((constant) => live.has(constant)),
  };
}
