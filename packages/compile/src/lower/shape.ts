import { backend_util, util } from "@tensorflow/tfjs-core";
import { countValues } from "@vivit/nn";
import type { ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { expand, sameShape } from "./elementwise.ts";
import type { LoweringTable, Unary } from "./lowering.ts";

/** Kernels that move, repeat, join or rename values without computing. */
export const shape: LoweringTable = {
  Identity: (_, { x }: Unary) => x,
  Cast: (graph, { x }: Unary, { dtype }: { dtype: ElementType }) => cast(graph, x, dtype),
  Reshape: (graph, { x }: Unary, { shape }: { shape: number[] }) =>
    reshape(graph, x, util.inferFromImplicitShape(shape, countValues(x.shape))),
  ExpandDims: (graph, { input }: { input: Value }, { dim }: { dim: number }) => {
    const axis = dim < 0 ? input.shape.length + dim + 1 : dim;
    return reshape(graph, input, input.shape.toSpliced(axis, 0, 1));
  },
  Transpose: (graph, { x }: Unary, { perm }: { perm: number[] }) => transpose(graph, x, perm),
  Tile: tile,
  BroadcastTo: (graph, { x }: Unary, { shape }: { shape: number[] }) => expand(graph, x, shape),
  Concat: (graph, inputs, { axis }: { axis: number }) => concat(graph, Object.values(inputs), axis),
  Pack: (graph, inputs, { axis }: { axis: number }) => {
    const items = Object.values(inputs);
    const at = axis < 0 ? items[0]!.shape.length + axis + 1 : axis;
    return concat(
      graph,
      items.map((item) => reshape(graph, item, item.shape.toSpliced(at, 0, 1))),
      at,
    );
  },
  SplitV: (graph, { x }: Unary, { numOrSizeSplits, axis }: { numOrSizeSplits: number | number[]; axis: number }) => {
    const [at = 0] = util.parseAxisParam(axis, [...x.shape]);
    const lengths = backend_util.prepareSplitSize({ shape: [...x.shape] } as never, numOrSizeSplits, at);
    return split(graph, x, lengths, at);
  },
  Unpack: (graph, { value }: { value: Value }, { axis }: { axis: number }) => {
    const at = axis < 0 ? value.shape.length + axis : axis;
    const items = split(graph, value, Array(value.shape[at]!).fill(1), at);
    return items.map((item) => reshape(graph, item, item.shape.toSpliced(at, 1)));
  },
};

/** Give the values another shape. */
export function reshape(graph: GraphBuilder, x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  if (x.uniform !== undefined) return graph.filled(x.uniform, shape, x.dtype);
  return graph.node("Reshape", [x, graph.list(shape)], { dtype: x.dtype, shape }, { allowzero: 1 });
}

/** Reorder the axes. */
export function transpose(graph: GraphBuilder, x: Value, perm: readonly number[]): Value {
  const shape = perm.map((axis) => x.shape[axis]!);
  if (perm.every((axis, index) => axis === index)) return x;
  if (x.uniform !== undefined) return graph.filled(x.uniform, shape, x.dtype);
  const moved = perm.filter((axis) => x.shape[axis] !== 1);
  if (moved.every((axis, index) => index === 0 || axis > moved[index - 1]!)) return reshape(graph, x, shape);
  return graph.node("Transpose", [x], { dtype: x.dtype, shape }, { perm });
}

/** Join values along an axis. */
export function concat(graph: GraphBuilder, parts: readonly Value[], axis: number): Value {
  const filled = parts.filter(({ shape }) => countValues(shape) > 0);
  if (filled.length === 1) return filled[0]!;
  const { dtype, shape: first } = parts[0]!;
  const at = axis < 0 ? first.length + axis : axis;
  const shape = first.with(
    at,
    parts.reduce((sum, part) => sum + part.shape[at]!, 0),
  );
  return graph.node("Concat", filled.length ? filled : parts, { dtype, shape }, { axis: at });
}

/** Cut along an axis into parts of these lengths. */
export function split(graph: GraphBuilder, x: Value, lengths: readonly number[], axis: number): readonly Value[] {
  if (lengths.length === 1) return [x];
  const outputs = lengths.map((length) => ({ dtype: x.dtype, shape: x.shape.with(axis, length) }));
  return graph.nodes("Split", [x, graph.list(lengths)], outputs, { axis });
}

function tile(graph: GraphBuilder, { x }: Unary, { reps }: { reps: number[] }): Value {
  const shape = x.shape.map((size, axis) => size * reps[axis]!);
  if (x.shape.every((size, axis) => size === 1 || reps[axis] === 1)) return expand(graph, x, shape);
  if (x.uniform !== undefined) return graph.filled(x.uniform, shape, x.dtype);
  return graph.node("Tile", [x, graph.list(reps)], { dtype: x.dtype, shape });
}
