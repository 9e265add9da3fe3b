import { util } from "@tensorflow/tfjs-core";
import type { ElementType } from "../graph/graph.ts";
import type { LoweringTable, Unary } from "./lowering.ts";

/** Kernels whose values are known while tracing. */
export const creation: LoweringTable = {
  Fill: (graph, _, { shape, value, dtype }: { shape: number[]; value: number; dtype?: ElementType }) =>
    graph.filled(value, shape, dtype ?? (util.inferDtype(value) as ElementType)),
  ZerosLike: (graph, { x }: Unary) => graph.filled(0, x.shape, x.dtype),
  OnesLike: (graph, { x }: Unary) => graph.filled(1, x.shape, x.dtype),
  Range: (graph, _, { start, stop, step, dtype }: RangeAttributes) => {
    const by = stop < start && step === 1 ? -1 : step; // as TensorFlow.js does
    const count = Math.max(0, Math.ceil((stop - start) / by));
    const values = Array.from({ length: count }, (_, index) => start + index * by);
    return graph.constant(values, [count], dtype);
  },
  LinSpace: (graph, _, { start, stop, num }: { start: number; stop: number; num: number }) => {
    const step = (stop - start) / (num - 1 || 1);
    const values = Array.from({ length: num }, (_, index) => start + index * step);
    return graph.constant(values, [num], "float32");
  },
};

type RangeAttributes = { start: number; stop: number; step: number; dtype: ElementType };
