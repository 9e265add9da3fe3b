import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { evenBlocks } from "./attention-block-rows.ts";
import { attentionGradient } from "./attention-gradient.ts";
import { expand } from "./elementwise.ts";
import type { LoweringTable } from "./lowering.ts";
import { concat } from "./shape.ts";
import { slice } from "./slicing.ts";

/** Scaled dot-product attention and its gradient, neither of which keeps the scores. */
export const attention: LoweringTable = {
  VivitAttention: (graph, inputs: AttentionInputs, { heads }: { heads: number }) =>
    multiHeadAttention(graph, inputs, { num_heads: heads }),
  VivitAttentionGradient: attentionGradient,
};

/** Tensors [batch, tokens, heads · width], and a bias [batch or 1, heads or 1, queries or 1, keys]. */
export type AttentionInputs = { query: Value; key: Value; value: Value; bias?: Value | undefined };

/** As ONNX Runtime names them; the scale is that of the head's width if absent. */
export type AttentionAttributes = { num_heads: number; scale?: { float: number } };

/**
 * ONNX Runtime's attention. Without a bias it keeps no scores; with one it keeps those of all its queries, so there are
 * as many nodes, each with a block of the queries, as bounded memory needs.
 */
export function multiHeadAttention(
  graph: GraphBuilder,
  { query, key, value, bias }: AttentionInputs,
  attributes: AttentionAttributes,
): Value {
  const node = (query: Value, extra: (Value | undefined)[] = []) => {
    const output = { dtype: "float32", shape: query.shape.with(2, value.shape[2]!) } as const;
    return graph.node("MultiHeadAttention", [query, key, value, ...extra], output, { ...attributes }, "com.microsoft");
  };
  if (!bias) return node(query);
  const [batch, queries, keys] = [query.shape[0]!, query.shape[1]!, key.shape[1]!];
  const blocks = evenBlocks(queries, batch * attributes.num_heads * keys).map(([begin, end]) => {
    const rows = slice(graph, query, [0, begin, 0], query.shape.with(1, end));
    return node(rows, [undefined, undefined, biasOfRows(graph, bias, begin, end)]);
  });
  return concat(graph, blocks, 1);
}

/** The bias of these queries, which ONNX Runtime wants for each of them: [batch or 1, heads or 1, queries, keys]. */
function biasOfRows(graph: GraphBuilder, bias: Value, begin: number, end: number): Value {
  if (bias.shape[2] === 1) return expand(graph, bias, bias.shape.with(2, end - begin));
  return slice(graph, bias, [0, 0, begin, 0], bias.shape.with(2, end));
}
