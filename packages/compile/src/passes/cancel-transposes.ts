import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { reshape, transpose } from "../lower/shape.ts";
import { followUp, type Link } from "./elementwise-chain.ts";
import { GraphIndex } from "./graph-index.ts";
import { type Rewriting, rewriteGraph } from "./rewrite-graph.ts";

/**
 * Join transposes that follow each other, directly or with number by number operators between them; two that cancel go.
 *
 * Convolutions in a row then move their channels twice in all, not twice each.
 */
export function cancelTransposes(graph: Graph): Graph {
  const index = new GraphIndex(graph);
  return rewriteGraph(graph, (node, rewriting) => {
    if (node.operator !== "Transpose") return undefined;
    const [x] = node.inputs as [Value];
    const perm = node.attributes.perm as readonly number[];
    const { links, start } = followUp(index, x);
    const below = index.producer(start, "Transpose");
    if (!below || (links.length > 0 && !cancels(perm, below))) return [joined(rewriting, rewriting.now(x), perm)];
    const moved = joined(rewriting, rewriting.now(start), perm);
    return [links.reduceRight((value, link) => moveLink(rewriting, link, value, perm), moved)];
  });
}

function cancels(perm: readonly number[], below: GraphNode): boolean {
  const first = below.attributes.perm as readonly number[];
  return perm.every((axis, index) => first[axis] === index);
}

/** The value with its axes reordered, in one step with a transpose that computes it. */
function joined({ graph }: Rewriting, value: Value, perm: readonly number[]): Value {
  const below = graph.producer(value);
  if (below?.operator !== "Transpose") return transpose(graph, value, perm);
  const first = below.attributes.perm as readonly number[];
  const both = perm.map((axis) => first[axis]!);
  return transpose(graph, below.inputs[0]!, both);
}

/** The same node on a main input whose axes are in another order already. */
function moveLink({ graph, now }: Rewriting, { node, place }: Link, value: Value, perm: readonly number[]): Value {
  const inputs = node.inputs.map((input, index) => {
    if (!input || index === place) return input && value;
    const other = now(input);
    if (other.shape.length === 0) return other;
    const shape = [...Array(perm.length - other.shape.length).fill(1), ...other.shape];
    return transpose(graph, reshape(graph, other, shape), perm);
  });
  const { dtype } = node.outputs[0]!;
  return graph.node(node.operator, inputs, { dtype, shape: value.shape }, node.attributes, node.domain);
}
