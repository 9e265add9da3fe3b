import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import type { LoweringTable } from "./lowering.ts";
import { reshape } from "./shape.ts";

/** Resizing of images [batch, height, width, channels], and its gradients. */
export const resizing: LoweringTable = {
  ResizeBilinear: (graph, { images }: { images: Value }, { size, ...rule }: ResizeAttributes) => {
    const [, height, width] = images.shape as [number, number, number];
    return blend(graph, images, bilinear(height, size[0], rule), bilinear(width, size[1], rule));
  },
  ResizeBilinearGrad: (graph, { images, dy }: GradientInputs, { alignCorners }: Rule) => {
    const rule = { alignCorners, halfPixelCenters: false }; // the only gradient that TensorFlow.js has
    const matrices = spatial(images).map((length, axis) => turned(bilinear(length, spatial(dy)[axis]!, rule)));
    return blend(graph, dy, matrices[0]!, matrices[1]!);
  },
  ResizeNearestNeighbor: (graph, { images }: { images: Value }, { size, ...rule }: ResizeAttributes) => {
    const [, height, width] = images.shape as [number, number, number];
    const pick = (x: Value, axis: number, places: number[]) =>
      graph.node(
        "Gather",
        [x, graph.constant(places, [places.length], "int32")],
        { dtype: x.dtype, shape: x.shape.with(axis, places.length) },
        { axis },
      );
    return pick(pick(images, 1, nearest(height, size[0], rule)), 2, nearest(width, size[1], rule));
  },
  ResizeNearestNeighborGrad: (graph, { images, dy }: GradientInputs, { alignCorners }: Rule) => {
    const rule = { alignCorners, halfPixelCenters: false };
    const matrices = spatial(images).map((length, axis) => {
      const places = nearest(length, spatial(dy)[axis]!, rule);
      return turned(places.map((place) => Array.from({ length }, (_, index) => Number(index === place))));
    });
    return blend(graph, dy, matrices[0]!, matrices[1]!);
  },
};

type Rule = { alignCorners: boolean; halfPixelCenters: boolean };
type ResizeAttributes = Rule & { size: [height: number, width: number] };
type GradientInputs = { images: Value; dy: Value };

function spatial({ shape }: Value): number[] {
  return shape.slice(1, 3);
}

/** Input pixels a step of the output. */
function pace(from: number, to: number, alignCorners: boolean): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

/** The weight of each input pixel in each output pixel, [to, from]. Source: TensorFlow.js cpu backend, ResizeBilinear. */
function bilinear(from: number, to: number, { alignCorners, halfPixelCenters }: Rule): number[][] {
  const step = pace(from, to, alignCorners);
  return Array.from({ length: to }, (_, index) => {
    const place = halfPixelCenters ? step * (index + 0.5) - 0.5 : step * index;
    const [low, high] = [Math.max(0, Math.floor(place)), Math.min(from - 1, Math.ceil(place))];
    const row = Array<number>(from).fill(0);
    row[low]! += 1 - (place - low);
    row[high]! += place - low;
    return row;
  });
}

function nearest(from: number, to: number, { alignCorners, halfPixelCenters }: Rule): number[] {
  const step = pace(from, to, alignCorners);
  return Array.from({ length: to }, (_, index) => {
    const place = step * (halfPixelCenters ? index + 0.5 : index);
    return Math.max(0, Math.min(from - 1, alignCorners ? Math.round(place) : Math.floor(place)));
  });
}

function turned(matrix: number[][]): number[][] {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}

/** Resizing is linear and each axis goes alone: rows · images · columnsᵀ. */
function blend(graph: GraphBuilder, images: Value, rows: number[][], columns: number[][]): Value {
  const [batch, , width, channels] = images.shape as [number, number, number, number];
  const across = along(graph, reshape(graph, images, [batch, rows[0]!.length, width * channels]), rows);
  const down = along(graph, reshape(graph, across, [batch * rows.length, width, channels]), columns);
  return reshape(graph, down, [batch, rows.length, columns.length, channels]);
}

function along(graph: GraphBuilder, x: Value, matrix: number[][]): Value {
  const weights = graph.constant(matrix.flat(), [matrix.length, matrix[0]!.length], "float32");
  return graph.node("MatMul", [weights, x], { dtype: "float32", shape: x.shape.with(1, matrix.length) });
}
