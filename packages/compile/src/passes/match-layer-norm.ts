import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { reshape } from "../lower/shape.ts";
import { GraphIndex } from "./graph-index.ts";
import { type Rewriting, rewriteGraph } from "./rewrite-graph.ts";

/** A normalization found in composed operations. */
interface Found {
  readonly x: Value;
  readonly epsilon: number;
  readonly scale?: Value;
  readonly bias?: Value;
}

/** Nodes that a composed normalization can have. */
const mostNodes = 16;

/**
 * Put LayerNormalization where mean, variance, division, scale and bias are written out with plain operations.
 *
 * Only where nothing else reads what is in between: a gradient that does keeps it.
 */
export function matchLayerNorm(graph: Graph): Graph {
  const index = new GraphIndex(graph);
  const matches = new Map<Value, Found>();
  const sealed = new Map<Value, Found>();
  for (const node of graph.nodes) {
    const found = normalized(index, node) ?? scaled(index, matches, node) ?? shifted(matches, node);
    const [y] = node.outputs as [Value];
    if (!found) continue;
    matches.set(y, found);
    const from = new Set([found.x, found.scale, found.bias].filter((value) => value !== undefined));
    if (index.isSealed(y, from, mostNodes)) sealed.set(y, found);
  }
  if (sealed.size === 0) return graph;
  return rewriteGraph(graph, ({ outputs }, rewriting) => {
    const found = sealed.get(outputs[0]!);
    return found && [layerNorm(rewriting, found, outputs[0]!)];
  });
}

function layerNorm({ graph, now }: Rewriting, { x, epsilon, scale, bias }: Found, y: Value): Value {
  const width = x.shape.at(-1)!;
  const vector = (value: Value) => reshape(graph, now(value), [width]);
  const inputs = [
    now(x),
    scale ? vector(scale) : graph.constant(Array(width).fill(1), [width], "float32"),
    bias && vector(bias),
  ].filter((value) => value !== undefined);
  const attributes = { axis: -1, epsilon: { float: epsilon } };
  return graph.node("LayerNormalization", inputs, { dtype: "float32", shape: y.shape }, attributes);
}

/** (x − mean) / √(variance + ε), divided or multiplied. */
function normalized(index: GraphIndex, node: GraphNode): Found | undefined {
  for (const [centered, spread] of operandPairs(node)) {
    const source = centeredSource(index, centered);
    const epsilon = node.operator === "Div" ? deviation(index, spread, centered) : inverse(index, spread, centered);
    if (source && epsilon !== undefined) return { x: source, epsilon };
  }
  return undefined;
}

/** A normalized value times a scale, or a centered one times scale / deviation. */
function scaled(index: GraphIndex, matches: ReadonlyMap<Value, Found>, node: GraphNode): Found | undefined {
  if (node.operator !== "Mul") return undefined;
  for (const [left, right] of operandPairs(node)) {
    const found = matches.get(left);
    if (found && !found.scale && !found.bias && isVector(right, left)) return { ...found, scale: right };
    const source = centeredSource(index, left);
    const gain = index.producer(right, "Mul", "Div");
    if (!source || !gain) continue;
    for (const [scale, spread] of operandPairs(gain)) {
      const epsilon = gain.operator === "Div" ? deviation(index, spread, left) : inverse(index, spread, left);
      if (epsilon !== undefined && isVector(scale, left)) return { x: source, epsilon, scale };
    }
  }
  return undefined;
}

function shifted(matches: ReadonlyMap<Value, Found>, node: GraphNode): Found | undefined {
  if (node.operator !== "Add") return undefined;
  for (const [left, bias] of operandPairs(node)) {
    const found = matches.get(left);
    if (found && !found.bias && isVector(bias, left)) return { ...found, bias };
  }
  return undefined;
}

/** x, where the value is x minus its mean along the last axis. */
function centeredSource(index: GraphIndex, value: Value): Value | undefined {
  const [x, mean] = index.producer(value, "Sub")?.inputs ?? [];
  return x && meanOf(index, mean) === x ? x : undefined;
}

/** What the value is the mean of, along the last axis, which stays with size 1. */
function meanOf(index: GraphIndex, value: Value | undefined): Value | undefined {
  const node = index.producer(value, "ReduceMean");
  const [x, axes] = node?.inputs ?? [];
  const along = index.numbers(axes);
  if (!x || node!.attributes.keepdims !== 1 || along?.length !== 1) return undefined;
  return along[0] === x.shape.length - 1 ? x : undefined;
}

/** ε, where the value is √(mean of the centered squares + ε). */
function deviation(index: GraphIndex, value: Value, centered: Value): number | undefined {
  const sum = index.producer(index.producer(value, "Sqrt")?.inputs[0], "Add");
  return sum && varianceEpsilon(index, sum, centered);
}

/** ε, where the value is 1 / √(mean of the centered squares + ε). */
function inverse(index: GraphIndex, value: Value, centered: Value): number | undefined {
  const reciprocal = index.producer(value, "Reciprocal");
  if (reciprocal) return deviation(index, reciprocal.inputs[0]!, centered);
  const [sum, power] = index.producer(value, "Pow")?.inputs ?? [];
  const node = index.producer(sum, "Add");
  return node && power?.uniform === -0.5 ? varianceEpsilon(index, node, centered) : undefined;
}

function varianceEpsilon(index: GraphIndex, sum: GraphNode, centered: Value): number | undefined {
  for (const [variance, epsilon] of operandPairs(sum)) {
    const [a, b] = index.producer(meanOf(index, variance), "Mul")?.inputs ?? [];
    if (a === centered && b === centered && epsilon.uniform !== undefined) return epsilon.uniform;
  }
  return undefined;
}

/** Both orders of a node's two operands where its operator has any; of a division the one there is. */
function operandPairs({ operator, inputs }: GraphNode): readonly (readonly [Value, Value])[] {
  const [a, b] = inputs as readonly [Value, Value];
  if (operator === "Div") return [[a, b]];
  return operator === "Mul" || operator === "Add"
    ? [
        [a, b],
        [b, a],
      ]
    : [];
}

/** Whether a value holds one number for each place of the other's last axis. */
function isVector({ shape }: Value, { shape: of }: Value): boolean {
  const count = shape.reduce((product, size) => product * size, 1);
  return shape.length > 0 && count === of.at(-1) && shape.at(-1) === count;
}
