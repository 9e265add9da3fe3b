import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { GraphBuilder } from "../graph/graph-builder.ts";

/** A graph on its way into a new one. */
export interface Rewriting {
  /** The new graph. */
  readonly graph: GraphBuilder;
  /** The value of the new graph that stands for one of the old graph. */
  readonly now: (value: Value) => Value;
}

/** What takes the place of a node: values of the new graph, or nothing where it stays as it is. */
export type Rule = (node: GraphNode, rewriting: Rewriting) => readonly Value[] | undefined;

/**
 * Build a graph anew, node by node in order, replacing those for which the rule has something else.
 *
 * Equal nodes are merged and those that no output needs any more are dropped.
 */
export function rewriteGraph(old: Graph, rule: Rule): Graph {
  const graph = new GraphBuilder();
  const values = new Map<Value, Value>();
  for (const input of old.inputs) values.set(input, graph.input(input.name, input.dtype, input.shape));
  for (const constant of old.constants) values.set(constant, graph.adopt(constant));
  const now = (value: Value) => values.get(value)!;
  for (const node of old.nodes) {
    const outputs = rule(node, { graph, now }) ?? copyNode(graph, node, now);
    for (const [index, output] of node.outputs.entries()) values.set(output, outputs[index]!);
  }
  return graph.finish(old.outputs.map((output) => [output.name, now(output)] as const));
}

function copyNode(graph: GraphBuilder, node: GraphNode, now: Rewriting["now"]): readonly Value[] {
  const inputs = node.inputs.map((input) => input && now(input));
  const outputs = node.outputs.map(({ name: _, ...output }) => output);
  return graph.nodes(node.operator, inputs, outputs, node.attributes, node.domain);
}
