import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { sameShape } from "../lower/elementwise.ts";
import { reshape } from "../lower/shape.ts";
import { followUp, type Link } from "./elementwise-chain.ts";
import { GraphIndex } from "./graph-index.ts";
import { type Rewriting, rewriteGraph } from "./rewrite-graph.ts";

/**
 * Join reshapes that follow each other, directly or with number by number operators between them; those that cancel go.
 *
 * A reduction that drops an axis of which a reshape makes an axis of size 1 again keeps the axis.
 */
export function cancelReshapes(graph: Graph): Graph {
  const index = new GraphIndex(graph);
  return rewriteGraph(graph, (node, rewriting) => {
    if (node.operator !== "Reshape") return undefined;
    const [x] = node.inputs as [Value];
    const { shape } = node.outputs[0]!;
    return (
      keptAxes(index, x, shape, rewriting) ??
      throughChain(index, x, shape, rewriting) ?? [joined(rewriting, rewriting.now(x), shape)]
    );
  });
}

/** The value in another shape, in one step with a reshape that computes it. */
function joined({ graph }: Rewriting, value: Value, shape: readonly number[]): Value {
  const below = graph.producer(value);
  return reshape(graph, below?.operator === "Reshape" ? below.inputs[0]! : value, shape);
}

/** Where the shape comes back to what it was before a chain of operators that read along the last axis alone. */
function throughChain(
  index: GraphIndex,
  x: Value,
  shape: readonly number[],
  rewriting: Rewriting,
): readonly Value[] | undefined {
  const { links, start } = followUp(index, x);
  const below = rewriting.graph.producer(rewriting.now(start));
  const source = below?.operator === "Reshape" ? below.inputs[0] : undefined;
  if (links.length === 0 || !source || !sameShape(source.shape, shape)) return undefined;
  const width = shape.at(-1);
  if (width !== x.shape.at(-1) || !links.every((link) => readsAlongLast(link, width))) return undefined;
  const value = joined(rewriting, rewriting.now(start), shape);
  return [links.reduceRight((at, link) => moveLink(rewriting, link, at), value)];
}

function readsAlongLast({ node, place }: Link, width: number | undefined): boolean {
  return node.inputs.every((input, index) => {
    if (!input || index === place) return true;
    const count = input.shape.reduce((product, size) => product * size, 1);
    return count === 1 || (count === width && input.shape.at(-1) === width);
  });
}

function moveLink({ graph, now }: Rewriting, { node, place }: Link, value: Value): Value {
  const inputs = node.inputs.map((input, index) => {
    if (!input || index === place) return input && value;
    const other = now(input);
    return other.shape.length === 0 ? other : reshape(graph, other, [other.shape.at(-1)!]);
  });
  const { dtype } = node.outputs[0]!;
  return graph.node(node.operator, inputs, { dtype, shape: value.shape }, node.attributes, node.domain);
}

/** A reduction whose folded axes come back with size 1. */
function keptAxes(
  index: GraphIndex,
  x: Value,
  shape: readonly number[],
  { graph, now }: Rewriting,
): readonly Value[] | undefined {
  const node = index.producer(x);
  if (!node?.operator.startsWith("Reduce") || node.attributes.keepdims !== 0 || !index.isReadOnce(x)) return undefined;
  const [source, axes] = node.inputs as [Value, Value];
  const folded = new Set(Array.from(index.numbers(axes) ?? []));
  if (!sameShape(shape, keptShape(source, folded))) return undefined;
  return [reduceKeeping(graph, node, now, shape)];
}

function keptShape({ shape }: Value, folded: ReadonlySet<number>): number[] {
  return shape.map((size, axis) => (folded.has(axis) ? 1 : size));
}

function reduceKeeping(
  graph: Rewriting["graph"],
  node: GraphNode,
  now: Rewriting["now"],
  shape: readonly number[],
): Value {
  const { dtype } = node.outputs[0]!;
  const inputs = node.inputs.map((input) => input && now(input));
  return graph.node(node.operator, inputs, { dtype, shape }, { ...node.attributes, keepdims: 1 });
}
