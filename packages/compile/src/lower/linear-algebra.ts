import { countValues } from "@vivit/nn";
import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { broadcastShape } from "./elementwise.ts";
import type { Binary, Inputs, LoweringTable } from "./lowering.ts";
import { reshape, transpose } from "./shape.ts";

/** Matrix products. */
export const linearAlgebra: LoweringTable = {
  BatchMatMul: (graph, { a, b }: Binary, { transposeA, transposeB }: MatMulAttributes) =>
    product(graph, a, b, transposeA, transposeB),
  Einsum: einsum,
};

type MatMulAttributes = { transposeA: boolean; transposeB: boolean };

function product(graph: GraphBuilder, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  if (a.dtype === "float32" && b.dtype === "float32") return matMul(graph, a, b, { transposeA, transposeB });
  const swapped = (x: Value, swap: boolean) => (swap ? swapLast(graph, x) : x);
  const [left, right] = [swapped(a, transposeA), swapped(b, transposeB)].map((x) => cast(graph, x, "int32"));
  const result = graph.node("MatMul", [left, right], { dtype: "int32", shape: productShape(left!, right!) });
  return cast(graph, result, a.dtype);
}

function swapLast(graph: GraphBuilder, x: Value): Value {
  const rank = x.shape.length;
  return transpose(graph, x, [...Array(rank - 2).keys(), rank - 1, rank - 2]);
}

/**
 * alpha · a · b of float32 matrices, either one read transposed.
 *
 * A stack of matrices times one matrix is a single flat product, which fills the machine where many small ones would not.
 */
export function matMul(
  graph: GraphBuilder,
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false, alpha = 1 } = {},
): Value {
  const shape = productShape(a, b, transposeA, transposeB);
  if (a.shape.length > 2 && !transposeA && countValues(b.shape.slice(0, -2)) === 1) {
    const rows = reshape(graph, a, [countValues(a.shape.slice(0, -1)), a.shape.at(-1)!]);
    const columns = reshape(graph, b, b.shape.slice(-2));
    return reshape(graph, flatProduct(graph, rows, columns, false, transposeB, alpha), shape);
  }
  if (a.shape.length === 2 && b.shape.length === 2) return flatProduct(graph, a, b, transposeA, transposeB, alpha);
  const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: alpha } };
  return graph.node("FusedMatMul", [a, b], { dtype: "float32", shape }, attributes, "com.microsoft");
}

/** Two matrices: plain MatMul where it will do, because ONNX Runtime then joins it with the bias that follows. */
function flatProduct(
  graph: GraphBuilder,
  a: Value,
  b: Value,
  transposeA: boolean,
  transposeB: boolean,
  alpha: number,
): Value {
  const output = { dtype: "float32", shape: productShape(a, b, transposeA, transposeB) } as const;
  if (!transposeA && !transposeB && alpha === 1) return graph.node("MatMul", [a, b], output);
  const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: alpha } };
  return graph.node("Gemm", [a, b], output, attributes);
}

function productShape(a: Value, b: Value, transposeA = false, transposeB = false): number[] {
  const batch = broadcastShape([a, b].map((x) => ({ ...x, shape: x.shape.slice(0, -2) })));
  return [...batch, a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!];
}

function einsum(graph: GraphBuilder, inputs: Inputs, { equation }: { equation: string }): Value {
  const operands = Object.values(inputs);
  const [terms = "", result = ""] = equation.replaceAll(" ", "").split("->");
  const lengths = new Map<string, number>();
  for (const [index, term] of terms.split(",").entries())
    for (const [axis, letter] of [...term].entries()) lengths.set(letter, operands[index]!.shape[axis]!);
  const shape = [...result].map((letter) => lengths.get(letter)!);
  return graph.node("Einsum", operands, { dtype: operands[0]!.dtype, shape }, { equation });
}
