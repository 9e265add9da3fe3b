import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { attentionBlockRows } from "./attention-block-rows.ts";
import { elementwise } from "./elementwise.ts";
import { matMul } from "./linear-algebra.ts";
import type { LoweringTable } from "./lowering.ts";
import { reduceAxes } from "./reduction.ts";
import { concat, reshape, transpose } from "./shape.ts";
import { slice } from "./slicing.ts";

/** Scaled dot-product attention and its gradient, neither of which keeps the scores. */
export const attention: LoweringTable = {
  VivitAttention: (graph, { query, key, value }: AttentionInputs, { heads }: { heads: number }) => {
    const output = { dtype: "float32", shape: query.shape } as const;
    return graph.node("MultiHeadAttention", [query, key, value], output, { num_heads: heads }, "com.microsoft");
  },
  VivitAttentionGradient: gradient,
};

type AttentionInputs = { query: Value; key: Value; value: Value };
/** `rows` of queries in a block; chosen from the shape if absent. */
type GradientAttributes = { heads: number; rows?: number };
type GradientInputs = AttentionInputs & { output: Value; outputGradient: Value };

/**
 * The gradients of query, key and value, with the scores computed again in blocks of query rows.
 *
 * With P = softmax(scale q kᵀ) and dP = dy vᵀ: dS = P ∘ (dP − rowsum(y ∘ dy)); dq = scale dS k; dk = scale dSᵀ q; dv = Pᵀ dy.
 */
function gradient(graph: GraphBuilder, inputs: GradientInputs, { heads, rows }: GradientAttributes): Value[] {
  const [query, key, value, dy] = [inputs.query, inputs.key, inputs.value, inputs.outputGradient].map((x) =>
    splitHeads(graph, x, heads),
  ) as [Value, Value, Value, Value];
  const along = outputAlongGradient(graph, inputs.output, inputs.outputGradient, heads);
  // [dy, −rowsum] [v, 1]ᵀ = dy vᵀ − rowsum: one column more spares a pass over all scores.
  const dyAndAlong = concat(graph, [dy, elementwise(graph, "Neg", [along], "float32")], 3);
  const valueAndOne = concat(graph, [value, graph.filled(1, value.shape.with(3, 1), "float32")], 3);
  const blocks = queryBlocks(query, key, rows).map(([begin, end]) => {
    const cut = (x: Value) => slice(graph, x, [0, 0, begin, 0], x.shape.with(2, end));
    return blockGradient(graph, { query: cut(query), key, valueAndOne, dy: cut(dy), dyAndAlong: cut(dyAndAlong) });
  });
  const sum = (terms: Value[]) => terms.reduce((a, b) => elementwise(graph, "Add", [a, b], "float32"));
  const merged = [
    concat(
      graph,
      blocks.map(({ query }) => query),
      2,
    ),
    sum(blocks.map(({ key }) => key)),
    sum(blocks.map(({ value }) => value)),
  ];
  return merged.map((x) => joinHeads(graph, x));
}

type Block = { query: Value; key: Value; valueAndOne: Value; dy: Value; dyAndAlong: Value };

function blockGradient(graph: GraphBuilder, { query, key, valueAndOne, dy, dyAndAlong }: Block): AttentionInputs {
  const alpha = 1 / Math.sqrt(query.shape.at(-1)!);
  const scores = matMul(graph, query, key, { transposeB: true, alpha });
  const probabilities = graph.node("Softmax", [scores], { dtype: "float32", shape: scores.shape }, { axis: -1 });
  const centered = matMul(graph, dyAndAlong, valueAndOne, { transposeB: true });
  const slope = elementwise(graph, "Mul", [probabilities, centered], "float32");
  return {
    query: matMul(graph, slope, key, { alpha }),
    key: matMul(graph, slope, query, { transposeA: true, alpha }),
    value: matMul(graph, probabilities, dy, { transposeA: true }),
  };
}

/** Row sums of y ∘ dy for each head, [batch, heads, queries, 1]. */
function outputAlongGradient(graph: GraphBuilder, y: Value, dy: Value, heads: number): Value {
  const [batch, queries, dim] = y.shape as [number, number, number];
  const product = elementwise(graph, "Mul", [y, dy], "float32");
  const sums = reduceAxes(graph, "ReduceSum", reshape(graph, product, [batch, queries, heads, dim / heads]), [3], true);
  return transpose(graph, sums, [0, 2, 1, 3]);
}

function queryBlocks(query: Value, key: Value, wanted?: number): [begin: number, end: number][] {
  const [batch, heads, queries] = query.shape as [number, number, number];
  const rows = wanted ?? attentionBlockRows({ batch, heads, queries, keys: key.shape[2]! });
  return Array.from({ length: Math.ceil(queries / rows) }, (_, block) => [
    block * rows,
    Math.min(queries, (block + 1) * rows),
  ]);
}

function splitHeads(graph: GraphBuilder, x: Value, heads: number): Value {
  const [batch, tokens, dim] = x.shape as [number, number, number];
  return transpose(graph, reshape(graph, x, [batch, tokens, heads, dim / heads]), [0, 2, 1, 3]);
}

function joinHeads(graph: GraphBuilder, x: Value): Value {
  const [batch, heads, tokens, width] = x.shape as [number, number, number, number];
  return reshape(graph, transpose(graph, x, [0, 2, 1, 3]), [batch, tokens, heads * width]);
}
