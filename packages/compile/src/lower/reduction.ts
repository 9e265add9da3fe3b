import { upcastType, util } from "@tensorflow/tfjs-core";
import type { ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import type { Lowering, LoweringTable, Unary } from "./lowering.ts";

/** Kernels that fold axes away, and running sums. */
export const reduction: LoweringTable = {
  Sum: reduce("ReduceSum", wide),
  Prod: reduce("ReduceProd", wide),
  Mean: reduce("ReduceMean", () => "float32"),
  Max: reduce("ReduceMax"),
  Min: reduce("ReduceMin"),
  All: reduce("ReduceMin"),
  Any: reduce("ReduceMax"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
};

type ReductionAttributes = { axis?: number | number[]; reductionIndices?: number | number[]; keepDims?: boolean };

/** Sums and products of int32 and bool are int32. */
function wide(dtype: ElementType): ElementType {
  return upcastType(dtype as "int32", "int32") as ElementType;
}

function reduce(operator: string, resultType = (dtype: ElementType) => dtype): Lowering["lower"] {
  return (graph, { x }: Unary, { axis, reductionIndices, keepDims }: ReductionAttributes) => {
    const axes = util.parseAxisParam((axis ?? reductionIndices)!, [...x.shape]);
    const dtype = resultType(x.dtype);
    const computed = dtype === "bool" ? "int32" : dtype;
    return cast(graph, reduceAxes(graph, operator, cast(graph, x, computed), axes, keepDims), dtype);
  };
}

/** Fold the axes away; no axes leave the value as it is. */
export function reduceAxes(
  graph: GraphBuilder,
  operator: string,
  x: Value,
  axes: readonly number[],
  keepDims = false,
): Value {
  if (axes.length === 0) return x;
  const shape = x.shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [size]));
  return graph.node(operator, [x, graph.list(axes)], { dtype: x.dtype, shape }, { keepdims: Number(keepDims) });
}

function argument(operator: string): Lowering["lower"] {
  return (graph, { x }: Unary, { axis }: { axis: number | number[] }) => {
    const [along = 0] = util.parseAxisParam(axis, [...x.shape]);
    const shape = x.shape.filter((_, index) => index !== along);
    const values = x.dtype === "bool" ? cast(graph, x, "int32") : x;
    const place = graph.node(operator, [values], { dtype: "int64", shape }, { axis: along, keepdims: 0 });
    return cast(graph, place, "int32");
  };
}
