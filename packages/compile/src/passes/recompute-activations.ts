import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { zeroFrom } from "../lower/after.ts";
import { elementwise } from "../lower/elementwise.ts";
import { reshape } from "../lower/shape.ts";
import { GraphIndex } from "./graph-index.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

/** Operators that cost little beside the products around them, with the place of their bias. */
const cheap: Readonly<Record<string, number>> = { FastGelu: 1, LayerNormalization: 2 };

/**
 * Compute GELU and normalizations once more for the gradients of weights, instead of keeping what they computed until then.
 *
 * Their inputs are kept in any case, for their own gradients. The second time waits for the gradient that is multiplied with it:
 * by its bias, a vector, to which a zero is added that is known no sooner.
 */
export function recomputeActivations(old: Graph): Graph {
  const index = new GraphIndex(old);
  const late = new Map<GraphNode, { source: GraphNode; gradient: Value }>();
  for (const source of old.nodes) {
    if (!(source.operator in cheap)) continue;
    const [y] = source.outputs as readonly [Value];
    const readers = readersOf(index, y);
    const gradients = readers.filter((node) => isKernelGradient(node));
    const [first] = gradients;
    if (!first || gradients.length === readers.length) continue;
    for (const node of gradients) late.set(node, { source, gradient: first.inputs[1]! });
  }
  if (late.size === 0) return old;
  return rewriteGraph(old, (node, { graph, now }) => {
    const again = late.get(node);
    if (!again) return undefined;
    const [turned, gradient] = node.inputs as [Value, Value];
    const inputs = [reshape(graph, computeAgain(graph, now, again), turned.shape), now(gradient)];
    const outputs = node.outputs.map(({ name: _, ...output }) => output);
    return graph.nodes(node.operator, inputs, outputs, node.attributes, node.domain);
  });
}

/** The nodes that read a value, in its own shape or in another. */
function readersOf(index: GraphIndex, value: Value): GraphNode[] {
  return index
    .consumers(value)
    .flatMap((node) => (node.operator === "Reshape" ? readersOf(index, node.outputs[0]!) : [node]));
}

/** A product that reads its left side turned: the gradient of a kernel is the kernel's input, turned, times a gradient. */
function isKernelGradient({ operator, inputs, attributes }: GraphNode): boolean {
  return operator === "Gemm" && inputs.length === 2 && attributes.transA === 1 && attributes.transB === 0;
}

function computeAgain(
  graph: GraphBuilder,
  now: (value: Value) => Value,
  { source, gradient }: { source: GraphNode; gradient: Value },
): Value {
  const place = cheap[source.operator]!;
  const [y, ...more] = source.outputs;
  const width = y!.shape.at(-1)!;
  const inputs = source.inputs.map((input) => input && now(input));
  const bias = inputs[place] ?? graph.filled(0, [width], "float32");
  inputs[place] = elementwise(graph, "Add", [bias, zeroFrom(graph, now(gradient))], "float32");
  const outputs = [y!, ...more].map(({ name: _, ...output }) => output);
  return graph.nodes(source.operator, inputs, outputs, source.attributes, source.domain)[0]!;
}
