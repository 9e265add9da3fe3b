import type { Value } from "../graph/graph.ts";
import { attentionGradient } from "./attention-gradient.ts";
import type { LoweringTable } from "./lowering.ts";

/** Scaled dot-product attention and its gradient, neither of which keeps the scores. */
export const attention: LoweringTable = {
  VivitAttention: (graph, { query, key, value }: AttentionInputs, { heads }: { heads: number }) => {
    const output = { dtype: "float32", shape: query.shape } as const;
    return graph.node("MultiHeadAttention", [query, key, value], output, { num_heads: heads }, "com.microsoft");
  },
  VivitAttentionGradient: attentionGradient,
};

type AttentionInputs = { query: Value; key: Value; value: Value };
