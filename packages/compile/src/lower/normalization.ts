import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { elementwise } from "./elementwise.ts";
import type { LoweringTable } from "./lowering.ts";

/** Softmax and normalizations. */
export const normalization: LoweringTable = {
  Softmax: (graph, { logits }: { logits: Value }, { dim }: { dim: number }) =>
    graph.node("Softmax", [cast(graph, logits, "float32")], { dtype: "float32", shape: logits.shape }, { axis: dim }),
  LogSoftmax: (graph, { logits }: { logits: Value }, { axis }: { axis: number }) =>
    graph.node("LogSoftmax", [cast(graph, logits, "float32")], { dtype: "float32", shape: logits.shape }, { axis }),
  FusedBatchNorm: batchNormalization,
  VivitLayerNorm: layerNormalization,
};

type LayerNormInputs = { x: Value; scale: Value; bias: Value };

/** y, mean and inverse deviation in one pass; the gradient wants all three. */
function layerNormalization(
  graph: GraphBuilder,
  { x, scale, bias }: LayerNormInputs,
  { epsilon }: { epsilon: number },
) {
  const dtype = "float32";
  const rows = [...x.shape.slice(0, -1), 1];
  const outputs = [x.shape, rows, rows].map((shape) => ({ dtype, shape }) as const);
  return graph.nodes("LayerNormalization", [x, scale, bias], outputs, { axis: -1, epsilon: { float: epsilon } });
}

type BatchNormInputs = { x: Value; scale?: Value; offset?: Value; mean: Value; variance: Value };

/** (x − mean) scale / √(variance + ε) + offset, channels last. */
function batchNormalization(
  graph: GraphBuilder,
  { x, scale, offset, mean, variance }: BatchNormInputs,
  { varianceEpsilon }: { varianceEpsilon: number },
): Value {
  const apply = (operator: string, ...operands: Value[]) => elementwise(graph, operator, operands, "float32");
  const deviation = apply("Sqrt", apply("Add", variance, graph.scalar(varianceEpsilon)));
  const gain = scale ? apply("Div", scale, deviation) : apply("Reciprocal", deviation);
  const scaled = apply("Mul", apply("Sub", x, mean), gain);
  return offset ? apply("Add", scaled, offset) : scaled;
}
