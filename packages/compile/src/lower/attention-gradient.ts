import { broadcast_util } from "@tensorflow/tfjs-core";
import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { attentionBlockRows, blocksOf } from "./attention-block-rows.ts";
import { elementwise } from "./elementwise.ts";
import { matMul } from "./linear-algebra.ts";
import { reduceAxes } from "./reduction.ts";
import { concat, reshape, transpose } from "./shape.ts";
import { slice } from "./slicing.ts";

type Inputs = Record<"query" | "key" | "value" | "output" | "outputGradient", Value> & { readonly bias?: Value };

/** `rows` of queries in a block; chosen from the shape if absent. */
type Attributes = { heads: number; rows?: number };

/**
 * The gradients of query, key and value, and of the bias if there is one, with the scores computed again in blocks of query rows.
 *
 * With P = softmax(scale q kᵀ + b) and dP = dy vᵀ: dS = P ∘ (dP − rowsum(y ∘ dy)); dq = scale dS k; dk = scale dSᵀ q;
 * dv = Pᵀ dy; db = dS.
 */
export function attentionGradient(graph: GraphBuilder, inputs: Inputs, { heads, rows }: Attributes): Value[] {
  const operands = layOut(graph, inputs, heads);
  const [batch, , queries] = operands.query.shape as [number, number, number];
  const size = rows ?? attentionBlockRows({ batch, heads, queries, keys: operands.key.shape[2]! });
  const blocks = blocksOf(queries, size).map(([begin, end]) =>
    blockGradient(graph, cutQueries(graph, operands, begin, end)),
  );
  const sum = (terms: Value[]) => terms.reduce((a, b) => elementwise(graph, "Add", [a, b], "float32"));
  const beside = (parts: Value[]) => concat(graph, parts, 2);
  const biases = blocks.flatMap(({ bias }) => bias ?? []);
  return [
    joinHeads(graph, beside(blocks.map((block) => block.query)), [0, 2, 1, 3]),
    joinHeads(graph, sum(blocks.map((block) => block.keyTurned)), [0, 3, 1, 2]),
    joinHeads(graph, sum(blocks.map((block) => block.valueTurned)), [0, 3, 1, 2]),
    ...(inputs.bias ? [inputs.bias.shape[2] === 1 ? sum(biases) : beside(biases)] : []),
  ];
}

/** Tensors [batch, heads, tokens, width], and those called turned [batch, heads, width, tokens]. */
type Operands = Record<
  "query" | "queryTurned" | "key" | "keyTurned" | "valueAndOne" | "outputGradientTurned" | "gradientAndAlong",
  Value
> & { readonly bias?: Value };

/**
 * The operands in the layouts that ONNX Runtime multiplies fastest.
 *
 * [dy, −rowsum] [v, 1]ᵀ is dy vᵀ − rowsum: one column more spares a pass over all scores.
 */
function layOut(graph: GraphBuilder, inputs: Inputs, heads: number): Operands {
  const { query, key, value, output, outputGradient, bias } = inputs;
  const straight = (x: Value) => transpose(graph, splitWidth(graph, x, heads), [0, 2, 1, 3]);
  const turned = (x: Value) => transpose(graph, splitWidth(graph, x, heads), [0, 2, 3, 1]);
  const along = reduceAxes(
    graph,
    "ReduceSum",
    splitWidth(graph, elementwise(graph, "Mul", [output, outputGradient], "float32"), heads),
    [3],
    true,
  );
  const negative = elementwise(graph, "Neg", [transpose(graph, along, [0, 2, 1, 3])], "float32");
  const v = straight(value);
  return {
    query: straight(query),
    queryTurned: turned(query),
    key: straight(key),
    keyTurned: turned(key),
    valueAndOne: concat(graph, [v, graph.filled(1, v.shape.with(3, 1), "float32")], 3),
    outputGradientTurned: turned(outputGradient),
    gradientAndAlong: concat(graph, [straight(outputGradient), negative], 3),
    ...(bias && { bias }),
  };
}

function cutQueries(graph: GraphBuilder, operands: Operands, begin: number, end: number): Operands {
  const cut = (x: Value, axis: number) => {
    const starts = x.shape.map((_, index) => (index === axis ? begin : 0));
    return slice(graph, x, starts, x.shape.with(axis, end));
  };
  const { bias } = operands;
  return {
    ...operands,
    query: cut(operands.query, 2),
    queryTurned: cut(operands.queryTurned, 3),
    outputGradientTurned: cut(operands.outputGradientTurned, 3),
    gradientAndAlong: cut(operands.gradientAndAlong, 2),
    ...(bias && { bias: bias.shape[2] === 1 ? bias : cut(bias, 2) }),
  };
}

type BlockGradient = Record<"query" | "keyTurned" | "valueTurned", Value> & { readonly bias?: Value };

/** No product reads its left side transposed, and three read their right side so: measured, each is faster than the other way. */
function blockGradient(graph: GraphBuilder, operands: Operands): BlockGradient {
  const { bias } = operands;
  const { query, queryTurned, key, keyTurned, valueAndOne, outputGradientTurned, gradientAndAlong } = operands;
  const alpha = 1 / Math.sqrt(query.shape.at(-1)!);
  const product = matMul(graph, query, key, { transposeB: true, alpha });
  const scores = bias ? elementwise(graph, "Add", [product, bias], "float32") : product;
  const probabilities = graph.node("Softmax", [scores], { dtype: "float32", shape: scores.shape }, { axis: -1 });
  const centered = matMul(graph, gradientAndAlong, valueAndOne, { transposeB: true });
  const slope = elementwise(graph, "Mul", [probabilities, centered], "float32");
  return {
    query: matMul(graph, slope, keyTurned, { transposeB: true, alpha }),
    keyTurned: matMul(graph, queryTurned, slope, { alpha }),
    valueTurned: matMul(graph, outputGradientTurned, probabilities),
    ...(bias && { bias: sumTo(graph, slope, bias.shape) }),
  };
}

/** Sum over the axes along which a shape was broadcast. */
function sumTo(graph: GraphBuilder, x: Value, shape: readonly number[]): Value {
  return reduceAxes(graph, "ReduceSum", x, broadcast_util.getReductionAxes([...shape], [...x.shape]), true);
}

/** [batch, tokens, dim] → [batch, tokens, heads, width]. */
function splitWidth(graph: GraphBuilder, x: Value, heads: number): Value {
  const [batch, tokens, dim] = x.shape as [number, number, number];
  return reshape(graph, x, [batch, tokens, heads, dim / heads]);
}

/** Bring the axes into the order [batch, tokens, heads, width] and put the heads side by side. */
function joinHeads(graph: GraphBuilder, x: Value, order: number[]): Value {
  const [batch, tokens, heads, width] = order.map((axis) => x.shape[axis]!) as [number, number, number, number];
  return reshape(graph, transpose(graph, x, order), [batch, tokens, heads * width]);
}
