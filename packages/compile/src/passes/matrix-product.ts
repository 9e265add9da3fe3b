import type { GraphNode, Value } from "../graph/graph.ts";

/** A stack of float32 matrix products: alpha · a · b, either one read transposed. */
export interface MatrixProduct {
  readonly a: Value;
  readonly b: Value;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly alpha: number;
  readonly result: Value;
  /** The axes before the matrices'. */
  readonly stack: readonly number[];
}

/** Read a node as a stack of matrix products, if it is one. */
export function matrixProduct(node: GraphNode): MatrixProduct | undefined {
  const isPlain = node.operator === "MatMul";
  if (!isPlain && node.operator !== "FusedMatMul") return undefined;
  const [a, b] = node.inputs as [Value, Value];
  const [result] = node.outputs as [Value];
  const { transA, transB, alpha = { float: 1 } } = node.attributes;
  if (a.dtype !== "float32") return undefined;
  return {
    a,
    b,
    transposeA: transA === 1,
    transposeB: transB === 1,
    alpha: (alpha as { float: number }).float,
    result,
    stack: result.shape.slice(0, -2),
  };
}
