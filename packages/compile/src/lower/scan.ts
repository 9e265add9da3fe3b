import { util } from "@tensorflow/tfjs-core";
import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { elementwise } from "./elementwise.ts";
import type { LoweringTable, Unary } from "./lowering.ts";
import { concat } from "./shape.ts";
import { slice } from "./slicing.ts";

/** Running sums and products along an axis. */
export const scan: LoweringTable = { Cumsum: cumulativeSum, Cumprod: cumulativeProduct };

type ScanAttributes = { axis: number; exclusive: boolean; reverse: boolean };

function cumulativeSum(graph: GraphBuilder, { x }: Unary, { axis, exclusive, reverse }: ScanAttributes): Value {
  const source = x.dtype === "bool" ? cast(graph, x, "int32") : x;
  const [along = 0] = util.parseAxisParam(axis, [...x.shape]);
  const flags = { exclusive: Number(exclusive), reverse: Number(reverse) };
  return graph.node("CumSum", [source, graph.scalar(along, "int64")], { dtype: source.dtype, shape: x.shape }, flags);
}

/** By doubling: after step n every place holds the product of the 2ⁿ values up to it. */
function cumulativeProduct(graph: GraphBuilder, { x }: Unary, { axis, exclusive, reverse }: ScanAttributes): Value {
  const source = x.dtype === "bool" ? cast(graph, x, "int32") : x;
  const [along = 0] = util.parseAxisParam(axis, [...x.shape]);
  const length = x.shape[along]!;
  let product = exclusive ? shift(graph, source, along, 1, reverse) : source;
  for (let reach = 1; reach < length; reach *= 2)
    product = elementwise(graph, "Mul", [product, shift(graph, product, along, reach, reverse)], source.dtype);
  return product;
}

/** Move values along an axis, towards its end or (in reverse) its beginning, with ones where nothing comes in. */
function shift(graph: GraphBuilder, x: Value, axis: number, count: number, reverse: boolean): Value {
  const length = x.shape[axis]!;
  const ones = graph.filled(1, x.shape.with(axis, Math.min(count, length)), x.dtype);
  if (count >= length) return ones;
  const [from, to] = reverse ? [count, length] : [0, length - count];
  const starts = x.shape.map((_, index) => (index === axis ? from : 0));
  const kept = slice(graph, x, starts, x.shape.with(axis, to));
  return concat(graph, reverse ? [kept, ones] : [ones, kept], axis);
}
