import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { GraphIndex } from "./graph-index.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

/** A graph with int8 weights, and how many matrices have them. */
export interface QuantizedGraph {
  readonly graph: Graph;
  readonly matrices: number;
}

/**
 * The largest magnitude in use, of 7 bits: two products of one with 255 stay within the 16 bits in which AVX2 adds them.
 *
 * So the fast instructions of every processor give the same, exact sums: AVX2, VNNI and AMX.
 */
const largest = 63;

/**
 * Store each constant matrix that something is multiplied by as int8 with a scale for each column, and multiply in integers.
 *
 * What is multiplied with it is rounded to 8 bits at every run, by its range at that time.
 */
export function quantizeWeights(old: Graph): QuantizedGraph {
  const index = new GraphIndex(old);
  const quantized = new Map<Value, Weights>();
  const graph = rewriteGraph(old, (node, { graph, now }) => {
    const matrix = constantMatrix(index, node);
    if (!matrix) return undefined;
    const weights = quantized.get(matrix.value) ?? quantize(matrix);
    quantized.set(matrix.value, weights);
    const { shape } = node.outputs[0]!;
    const inputs = [
      now(node.inputs[0]!),
      graph.constant(weights.numbers, [matrix.rows, matrix.columns], "int8"),
      graph.constant(weights.scales, [matrix.columns], "float32"),
    ];
    return [graph.node("DynamicQuantizeMatMul", inputs, { dtype: "float32", shape }, {}, "com.microsoft")];
  });
  return { graph, matrices: quantized.size };
}

type Matrix = { value: Value; numbers: ArrayLike<number>; rows: number; columns: number; isTurned: boolean };
type Weights = { numbers: Int8Array; scales: Float32Array };

/** The right side of a product if it is a constant float32 matrix: [rows, columns], read turned or not. */
function constantMatrix(index: GraphIndex, { operator, inputs, attributes }: GraphNode): Matrix | undefined {
  const isGemm = operator === "Gemm" && inputs.length === 2 && attributes.transA === 0 && isOne(attributes.alpha);
  if (operator !== "MatMul" && !isGemm) return undefined;
  const value = inputs[1]!;
  const numbers = index.numbers(value);
  if (!numbers || value.dtype !== "float32" || value.shape.length !== 2) return undefined;
  const isTurned = isGemm && attributes.transB === 1;
  const [rows, columns] = (isTurned ? value.shape.toReversed() : value.shape) as [number, number];
  return { value, numbers, rows, columns, isTurned };
}

function isOne(alpha: unknown): boolean {
  return alpha === undefined || (alpha as { float: number }).float === 1;
}

function quantize({ numbers, rows, columns, isTurned }: Matrix): Weights {
  const scales = new Float32Array(columns);
  const place = (row: number, column: number) => (isTurned ? column * rows + row : row * columns + column);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      scales[column] = Math.max(scales[column]!, Math.abs(numbers[place(row, column)]!));
  for (let column = 0; column < columns; column++) scales[column] = (scales[column]! || 1) / largest;
  const rounded = new Int8Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      rounded[row * columns + column] = Math.round(numbers[place(row, column)]! / scales[column]!);
  return { numbers: rounded, scales };
}
