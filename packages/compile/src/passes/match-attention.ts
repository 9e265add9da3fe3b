import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { multiHeadAttention } from "../lower/attention.ts";
import { expand } from "../lower/elementwise.ts";
import { reshape, transpose } from "../lower/shape.ts";
import { GraphIndex } from "./graph-index.ts";
import { type MatrixProduct, matrixProduct } from "./matrix-product.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

/** softmax(scale · q kᵀ + bias) v as written with plain operations; tensors [batch, heads, tokens, width]. */
interface Found {
  readonly query: Value;
  /** Transposed already: [batch, heads, width, keys]. */
  readonly keyIsTurned: boolean;
  readonly key: Value;
  readonly value: Value;
  readonly scale: number;
  readonly bias?: Value;
}

/** Nodes that a composed attention can have. */
const mostNodes = 24;

/**
 * Put ONNX Runtime's attention where scores, softmax and the sum of values are written out, for stacks of at least two matrices.
 *
 * The fused kernel never keeps the scores (unless there is a bias). Only where nothing else reads them: a gradient that does
 * keeps them. Its layout differs, so it comes with reshapes and transposes, which cancel with those around a composed attention.
 */
export function matchAttention(graph: Graph): Graph {
  const index = new GraphIndex(graph);
  const matches = new Map<Value, Found>();
  for (const node of graph.nodes) {
    const found = findAttention(index, node);
    if (found) matches.set(node.outputs[0]!, found);
  }
  if (matches.size === 0) return graph;
  return rewriteGraph(graph, ({ outputs }, { graph, now }) => {
    const found = matches.get(outputs[0]!);
    return found && [attend(graph, found, now, outputs[0]!)];
  });
}

function findAttention(index: GraphIndex, node: GraphNode): Found | undefined {
  const outer = matrixProduct(node);
  if (!outer || outer.transposeA || outer.transposeB || outer.alpha !== 1 || outer.stack.length > 2) return undefined;
  const softmax = index.producer(outer.a, "Softmax");
  if (!softmax || !isLast(softmax.attributes.axis, outer.a)) return undefined;
  const scored = findScores(index, softmax.inputs[0]!);
  if (!scored || !fits(scored.product, outer)) return undefined;
  const { product, scale, bias } = scored;
  const from = [product.a, product.b, outer.b, ...(bias ? [bias] : [])];
  if (!index.isSealed(outer.result, new Set(from), mostNodes)) return undefined;
  return {
    query: product.a,
    key: product.b,
    keyIsTurned: !product.transposeB,
    value: outer.b,
    scale,
    ...(bias && { bias }),
  };
}

function isLast(axis: unknown, { shape }: Value): boolean {
  return axis === -1 || axis === shape.length - 1;
}

/** Both products are of the same stack of matrices, of two or more, and neither is broadcast. */
function fits(scores: MatrixProduct, { stack, b }: MatrixProduct): boolean {
  const same = [scores.a, scores.b, b].every(({ shape }) => String(shape.slice(0, -2)) === String(stack));
  return same && !scores.transposeA && stack.length > 0;
}

type Scores = { product: MatrixProduct; scale: number; bias?: Value };

/** scale · q kᵀ, with something added or not. */
function findScores(index: GraphIndex, value: Value): Scores | undefined {
  const product = scaledProduct(index, value);
  if (product) return product;
  const sum = index.producer(value, "Add");
  for (const [left, bias] of sum ? [sum.inputs, sum.inputs.toReversed()] : []) {
    const inner = scaledProduct(index, left!);
    if (inner && bias!.dtype === "float32") return { ...inner, bias: bias! };
  }
  return undefined;
}

function scaledProduct(index: GraphIndex, value: Value): Scores | undefined {
  const node = index.producer(value);
  const product = node && matrixProduct(node);
  if (product) return { product, scale: product.alpha };
  if (node?.operator !== "Mul" && node?.operator !== "Div") return undefined;
  const place = node.inputs.findIndex((input) => input?.uniform !== undefined);
  const factor = node.inputs[place]?.uniform;
  if (factor === undefined || (node.operator === "Div" && place !== 1)) return undefined;
  const inner = scaledProduct(index, node.inputs[1 - place]!);
  return inner && { ...inner, scale: node.operator === "Div" ? inner.scale / factor : inner.scale * factor };
}

function attend(
  graph: GraphBuilder,
  { query, key, keyIsTurned, value, scale, bias }: Found,
  now: (value: Value) => Value,
  y: Value,
): Value {
  const heads = query.shape.length === 4 ? query.shape[1]! : 1;
  const straightKey = keyIsTurned ? swapLast(graph, now(key)) : now(key);
  const operands = [now(query), straightKey, now(value)].map((x) => joinHeads(graph, x));
  const [q, k, v] = operands as [Value, Value, Value];
  const scores = bias && scoreBias(graph, now(bias), query, k.shape[1]!);
  const attributes = { num_heads: heads, scale: { float: scale } };
  const output = multiHeadAttention(graph, { query: q, key: k, value: v, bias: scores }, attributes);
  if (y.shape.length === 3) return output;
  const [batch, , tokens, width] = y.shape as [number, number, number, number];
  return transpose(graph, reshape(graph, output, [batch, tokens, heads, width]), [0, 2, 1, 3]);
}

/** [batch, heads, tokens, width] → [batch, tokens, heads · width]; three axes are one head already. */
function joinHeads(graph: GraphBuilder, x: Value): Value {
  if (x.shape.length === 3) return x;
  const [batch, heads, tokens, width] = x.shape as [number, number, number, number];
  return reshape(graph, transpose(graph, x, [0, 2, 1, 3]), [batch, tokens, heads * width]);
}

function swapLast(graph: GraphBuilder, x: Value): Value {
  const axes = [...x.shape.keys()];
  return transpose(graph, x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** The bias as [batch or 1, heads or 1, queries or 1, keys]. */
function scoreBias(graph: GraphBuilder, bias: Value, query: Value, keys: number): Value {
  const aligned = [...Array(query.shape.length - bias.shape.length).fill(1), ...bias.shape];
  const [batch, heads] = aligned.length === 4 ? aligned : [aligned[0], 1];
  const shaped = reshape(graph, bias, [batch!, heads!, ...aligned.slice(-2)]);
  return expand(graph, shaped, shaped.shape.with(3, keys));
}
