import { slice_util, util } from "@tensorflow/tfjs-core";
import { countValues } from "@vivit/nn";
import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { sameShape } from "./elementwise.ts";
import type { LoweringTable, Unary } from "./lowering.ts";
import { concat, reshape } from "./shape.ts";

/** Kernels that cut values out, turn them round, or add a border. */
export const slicing: LoweringTable = {
  Slice: (graph, { x }: Unary, { begin, size }: { begin: number[]; size: number[] }) => {
    const [starts, lengths] = slice_util.parseSliceParams({ shape: [...x.shape] } as never, begin, size);
    const ends = (starts as number[]).map((start, axis) => start + lengths![axis]!);
    return slice(graph, x, starts as number[], ends);
  },
  StridedSlice: stridedSlice,
  Reverse: reverse,
  PadV2: pad,
  MirrorPad: mirrorPad,
};

/** Values from `starts` up to, not including, `ends`, every axis in steps of 1. */
export function slice(graph: GraphBuilder, x: Value, starts: readonly number[], ends: readonly number[]): Value {
  const shape = starts.map((start, axis) => ends[axis]! - start);
  const axes = [...shape.keys()].filter((axis) => shape[axis] !== x.shape[axis]);
  return sliceAxes(
    graph,
    x,
    axes.map((axis) => [axis, starts[axis]!, ends[axis]!, 1]),
    shape,
  );
}

type AxisSlice = readonly [axis: number, start: number, end: number, step: number];

function sliceAxes(graph: GraphBuilder, x: Value, cuts: readonly AxisSlice[], shape: readonly number[]): Value {
  if (cuts.length === 0) return x;
  if (x.uniform !== undefined) return graph.filled(x.uniform, shape, x.dtype);
  const column = (index: 0 | 1 | 2 | 3) => graph.list(cuts.map((cut) => cut[index]));
  return graph.node("Slice", [x, column(1), column(2), column(0), column(3)], { dtype: x.dtype, shape });
}

/** Past the beginning of any axis: the end of a slice that runs backwards to the first value. */
const beforeFirst = -(2 ** 31);

type StridedSliceAttributes = Record<"begin" | "end" | "strides", number[]> &
  Record<"beginMask" | "endMask" | "ellipsisMask" | "newAxisMask" | "shrinkAxisMask", number>;

function stridedSlice(graph: GraphBuilder, { x }: Unary, attributes: StridedSliceAttributes): Value {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const masks = [beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask] as const;
  const info = slice_util.sliceInfo([...x.shape], begin, end, strides, ...masks);
  if (countValues(info.finalShape) === 0) return graph.filled(0, info.finalShape, x.dtype);
  const cuts = x.shape.map((_, axis): AxisSlice => {
    const [from, to, step] = [info.begin[axis]!, info.end[axis]!, info.strides[axis]!];
    return [axis, from, to < 0 ? beforeFirst : to, step];
  });
  const cutShape = slice_util.computeOutShape(info.begin, info.end, info.strides);
  return reshape(graph, sliceAxes(graph, x, cuts, cutShape), info.finalShape);
}

function reverse(graph: GraphBuilder, { x }: Unary, { dims }: { dims: number | number[] }): Value {
  const axes = util.parseAxisParam(dims, [...x.shape]);
  return sliceAxes(
    graph,
    x,
    axes.map((axis) => [axis, x.shape[axis]! - 1, beforeFirst, -1] as const),
    x.shape,
  );
}

type Paddings = [before: number, after: number][];

function pad(
  graph: GraphBuilder,
  { x }: Unary,
  { paddings, constantValue }: { paddings: Paddings; constantValue: number },
) {
  return padded(graph, x, paddings, "constant", graph.scalar(constantValue, x.dtype));
}

function mirrorPad(
  graph: GraphBuilder,
  { x }: Unary,
  { paddings, mode }: { paddings: Paddings; mode: "reflect" | "symmetric" },
) {
  if (mode === "reflect") return padded(graph, x, paddings, "reflect");
  // ONNX has no symmetric padding: an edge is repeated by joining its mirror image.
  return paddings.reduce((y, [before, after], axis) => {
    const size = y.shape[axis]!;
    const mirror = (count: number, from: number) =>
      sliceAxes(graph, y, [[axis, from, from - count < 0 ? beforeFirst : from - count, -1]], y.shape.with(axis, count));
    const parts = [...(before ? [mirror(before, before - 1)] : []), y, ...(after ? [mirror(after, size - 1)] : [])];
    return concat(graph, parts, axis);
  }, x);
}

/** Add a border; the filler is for the mode `constant`. */
export function padded(graph: GraphBuilder, x: Value, paddings: Paddings, mode: string, filler?: Value): Value {
  const shape = x.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1]);
  if (sameShape(shape, x.shape)) return x;
  const amounts = graph.list([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
  return graph.node("Pad", filler ? [x, amounts, filler] : [x, amounts], { dtype: x.dtype, shape }, { mode });
}
