import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { computeNode, type Operand } from "./compute-node.ts";
import { GraphIndex } from "./graph-index.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

/** Values that a folded constant may have. Larger ones are cheaper to compute than to store, but for reshaped ones: a runtime packs a constant kernel. */
const mostValues = 2 ** 14;

/** Compute what depends on constants alone, number by number operators and those that move values. */
export function foldConstants(graph: Graph): Graph {
  const folded = new Map<Value, Operand>();
  const index = new GraphIndex(graph);
  const operand = (value: Value): Operand | undefined => {
    const known = folded.get(value);
    if (known) return known;
    const { dtype, shape, uniform } = value;
    if (uniform !== undefined) return { dtype, shape, values: [uniform] };
    const values = index.numbers(value);
    return values && { dtype, shape, values };
  };
  return rewriteGraph(graph, (node, { graph }) => {
    const result = fold(node, operand);
    if (!result) return undefined;
    folded.set(node.outputs[0]!, result);
    const { dtype, shape } = result;
    const filled = result.values.length === 1;
    return [filled ? graph.filled(result.values[0]!, shape, dtype) : graph.constant(result.values, shape, dtype)];
  });
}

function fold(node: GraphNode, operand: (value: Value) => Operand | undefined): Operand | undefined {
  const [output, ...more] = node.outputs;
  const known = node.inputs.map((input) => input && operand(input));
  if (more.length > 0 || node.inputs.length === 0 || !known.every((input) => input !== undefined)) return undefined;
  const size = output!.shape.reduce((product, size) => product * size, 1);
  if (size > mostValues && node.operator !== "Reshape" && !known.every(({ values }) => values.length === 1))
    return undefined;
  const { dtype, shape } = output!;
  const values = computeNode(node, known as readonly Operand[]);
  return values && { dtype, shape, values };
}
