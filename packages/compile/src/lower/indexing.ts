import { backend_util, util } from "@tensorflow/tfjs-core";
import { countValues } from "@vivit/nn";
import type { ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { elementwise, expand } from "./elementwise.ts";
import type { LoweringTable, Unary } from "./lowering.ts";
import { reshape, transpose } from "./shape.ts";
import { slice } from "./slicing.ts";

/** Kernels that read or write at places given by indices. */
export const indexing: LoweringTable = {
  GatherV2: gather,
  GatherNd: (graph, { params, indices }: { params: Value; indices: Value }) => {
    const shape = [...indices.shape.slice(0, -1), ...params.shape.slice(indices.shape.at(-1)!)];
    return graph.node("GatherND", [params, cast(graph, indices, "int64")], { dtype: params.dtype, shape });
  },
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TopK: topK,
  UnsortedSegmentSum: segmentSum,
};

type GatherInputs = { x: Value; indices: Value };

function gather(
  graph: GraphBuilder,
  { x, indices }: GatherInputs,
  attributes: { axis: number; batchDims?: number },
): Value {
  const [axis = 0] = util.parseAxisParam(attributes.axis, [...x.shape]);
  const batchDims = attributes.batchDims ?? 0;
  const places = cast(graph, indices, "int32");
  const { dtype } = x;
  if (batchDims === 0) {
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return graph.node("Gather", [x, places], { dtype, shape }, { axis });
  }
  return gatherBatches(graph, x, places, axis, batchDims);
}

/** One list of indices for each element of the leading axes: the gathered axis moves forward, is read, and moves back. */
function gatherBatches(graph: GraphBuilder, x: Value, indices: Value, axis: number, batchDims: number): Value {
  const sizes = (from: number, to: number) => countValues(x.shape.slice(from, to));
  const [batch, outer, length, inner] = [
    sizes(0, batchDims),
    sizes(batchDims, axis),
    x.shape[axis]!,
    sizes(axis + 1, x.shape.length),
  ];
  const count = countValues(indices.shape) / batch;
  const forward = transpose(graph, reshape(graph, x, [batch, outer, length, inner]), [0, 2, 1, 3]);
  const places = cast(graph, reshape(graph, indices, [batch, count, 1]), "int64");
  const output = { dtype: x.dtype, shape: [batch, count, outer, inner] };
  const read = graph.node("GatherND", [forward, places], output, { batch_dims: 1 });
  const shape = [...x.shape.slice(0, axis), ...indices.shape.slice(batchDims), ...x.shape.slice(axis + 1)];
  return reshape(graph, transpose(graph, read, [0, 2, 1, 3]), shape);
}

type OneHotAttributes = { depth: number; onValue: number; offValue: number; dtype?: ElementType };

/** An index outside of the range gives a row without a one. */
function oneHot(graph: GraphBuilder, { indices }: { indices: Value }, attributes: OneHotAttributes): Value {
  const { depth, onValue, offValue, dtype = "int32" } = attributes;
  const range = graph.constant([...Array(depth).keys()], [depth], "int32");
  const places = cast(graph, reshape(graph, indices, [...indices.shape, 1]), "int32");
  const isHere = elementwise(graph, "Equal", [places, range], "bool");
  const type = dtype === "bool" ? "int32" : dtype;
  const choices = [onValue, offValue].map((value) => graph.scalar(value, type));
  return cast(graph, elementwise(graph, "Where", [isHere, ...choices], type), dtype);
}

function topK(graph: GraphBuilder, { x }: Unary, { k, sorted }: { k: number; sorted: boolean }): Value[] {
  const shape = x.shape.with(-1, k);
  const source = x.dtype === "bool" ? cast(graph, x, "int32") : x;
  const outputs = [
    { dtype: source.dtype, shape },
    { dtype: "int64", shape },
  ] as const;
  const [values, places] = graph.nodes("TopK", [source, graph.list([k])], outputs, {
    axis: -1,
    sorted: Number(sorted),
  });
  return [cast(graph, values!, x.dtype), cast(graph, places!, "int32")];
}

/** Sums of the rows that share an id; ids outside of the range are left out. */
function segmentSum(
  graph: GraphBuilder,
  { x, segmentIds }: { x: Value; segmentIds: Value },
  { numSegments }: { numSegments: number },
): Value {
  const rows = segmentIds.shape[0]!;
  const width = countValues(x.shape) / rows;
  const ids = cast(graph, segmentIds, "int32");
  const zero = graph.scalar(0, "int32");
  const spare = graph.scalar(numSegments, "int32"); // a row for what is left out
  const isLow = elementwise(graph, "Less", [ids, zero], "bool");
  const kept = elementwise(graph, "Min", [elementwise(graph, "Where", [isLow, spare, ids], "int32"), spare], "int32");
  const sums = scatterAdd(graph, kept, reshape(graph, cast(graph, x, "float32"), [rows, width]), numSegments + 1);
  const used = slice(graph, sums, [0, 0], [numSegments, width]);
  return cast(graph, reshape(graph, used, [numSegments, ...x.shape.slice(1)]), "float32");
}

/** Add rows [rows, width] to a table of zeros [length, width] at the places [rows], in order, so the sum is always the same. */
function scatterAdd(graph: GraphBuilder, places: Value, rows: Value, length: number): Value {
  const [count, width] = rows.shape as [number, number];
  const everywhere = expand(graph, reshape(graph, cast(graph, places, "int64"), [count, 1]), [count, width]);
  const output = { dtype: rows.dtype, shape: [length, width] };
  const table = graph.filled(0, output.shape, rows.dtype);
  return graph.node("ScatterElements", [table, everywhere, rows], output, { axis: 0, reduction: "add" });
}

function scatterNd(
  graph: GraphBuilder,
  { indices, updates }: { indices: Value; updates: Value },
  { shape }: { shape: number[] },
): Value {
  const info = backend_util.calculateShapes(
    { shape: [...updates.shape] } as never,
    { shape: [...indices.shape] } as never,
    shape,
  );
  const { sliceRank, numUpdates, sliceSize, strides, outputSize } = info;
  const steps = graph.constant(strides.slice(0, sliceRank), [sliceRank, 1], "int32");
  const paths = reshape(graph, cast(graph, indices, "int32"), [numUpdates, sliceRank]);
  const places = graph.node("MatMul", [paths, steps], { dtype: "int32", shape: [numUpdates, 1] });
  const rows = reshape(graph, updates, [numUpdates, sliceSize]);
  return reshape(graph, scatterAdd(graph, reshape(graph, places, [numUpdates]), rows, outputSize / sliceSize), shape);
}
