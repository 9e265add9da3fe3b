import { backend_util, util } from "@tensorflow/tfjs-core";
import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import type { LoweringTable, Unary } from "./lowering.ts";
import { reshape, transpose } from "./shape.ts";
import { padded, slice } from "./slicing.ts";

/** Kernels that move blocks of an image between its axes. */
export const space: LoweringTable = {
  BatchToSpaceND: batchToSpace,
  SpaceToBatchND: spaceToBatch,
  DepthToSpace: (graph, { x }: Unary, { blockSize: block }: { blockSize: number }) => {
    const [batch, height, width, depth] = x.shape as [number, number, number, number];
    const channels = depth / block ** 2;
    const cut = reshape(graph, x, [batch, height, width, block, block, channels]);
    return reshape(graph, transpose(graph, cut, [0, 1, 3, 2, 4, 5]), [batch, height * block, width * block, channels]);
  },
};

const { getReshaped, getPermuted, getReshapedPermuted, getSliceBeginCoords, getSliceSize } = backend_util;

type Pairs = [number, number][];

function batchToSpace(
  graph: GraphBuilder,
  { x }: Unary,
  { blockShape, crops }: { blockShape: number[]; crops: Pairs },
): Value {
  const count = util.sizeFromShape(blockShape);
  const cut = reshape(graph, x, getReshaped([...x.shape], blockShape, count));
  const moved = transpose(graph, cut, getPermuted(cut.shape.length, blockShape.length));
  const whole = reshape(graph, moved, getReshapedPermuted([...x.shape], blockShape, count));
  const sizes = getSliceSize([...whole.shape], crops, blockShape.length);
  const starts = whole.shape.map((_, axis) => getSliceBeginCoords(crops, blockShape.length)[axis] ?? 0);
  const ends = whole.shape.map((size, axis) => (axis < sizes.length ? starts[axis]! + sizes[axis]! : size));
  return slice(graph, whole, starts, ends);
}

function spaceToBatch(
  graph: GraphBuilder,
  { x }: Unary,
  { blockShape, paddings }: { blockShape: number[]; paddings: Pairs },
): Value {
  const count = util.sizeFromShape(blockShape);
  const borders = x.shape.map((_, axis) => paddings[axis - 1] ?? ([0, 0] as [number, number]));
  const whole = padded(graph, x, borders, "constant", graph.scalar(0, x.dtype));
  const cut = reshape(graph, whole, getReshaped([...whole.shape], blockShape, count, false));
  const moved = transpose(graph, cut, getPermuted(cut.shape.length, blockShape.length, false));
  return reshape(graph, moved, getReshapedPermuted([...whole.shape], blockShape, count, false));
}
