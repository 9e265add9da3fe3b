import { checkHeads, type HostTensor } from "@vivit/nn";
import { type AllocateValues, transposeHostTensor } from "./transpose-host-tensor.ts";

/** How another library lays the values of a parameter out, seen from ours. */
export interface Layout {
  /** Number of axes on their side. */
  readonly axes: number;
  /** Number of axes on our side. */
  readonly ownAxes: number;
  readonly ownShape: (theirs: readonly number[]) => readonly number[];
  /** In memory of its own, given by `allocate`, or a view of the same values. */
  readonly toOurs: (theirs: HostTensor, allocate?: AllocateValues) => HostTensor;
  readonly toTheirs: (ours: HostTensor, heads: number) => HostTensor;
}

/** Every layout that a name table mentions. */
export const layouts = {
  /** Dense kernel [inputs, outputs] kept as [outputs, inputs], as PyTorch does. */
  transposed: permuted([1, 0], [1, 0]),
  /** Tubelet kernel [frames, height, width, channels, dim] kept as [dim, channels, frames, height, width]. */
  channelsFirst: permuted([2, 3, 4, 1, 0], [4, 3, 0, 1, 2]),
  /** Patch kernel of an image model [height, width, channels, dim] kept as [dim, channels, height, width]. */
  imageChannelsFirst: permuted([2, 3, 1, 0], [3, 2, 0, 1]),
  /** Query, key and value kernels [dim, dim] kept as [dim, heads, headDim], as flax does. */
  headsOut: {
    axes: 3,
    ownAxes: 2,
    ownShape: (shape) => joinedShape(shape, 1),
    toOurs: (tensor) => joined(tensor, 1),
    toTheirs: (tensor, heads) => split(tensor, 1, heads),
  },
  /** Out kernel [dim, dim] kept as [heads, headDim, dim]. */
  headsIn: {
    axes: 3,
    ownAxes: 2,
    ownShape: (shape) => joinedShape(shape, 0),
    toOurs: (tensor) => joined(tensor, 0),
    toTheirs: (tensor, heads) => split(tensor, 0, heads),
  },
  /** Query, key and value biases [dim] kept as [heads, headDim]. */
  headsBias: {
    axes: 2,
    ownAxes: 1,
    ownShape: (shape) => joinedShape(shape, 0),
    toOurs: (tensor) => joined(tensor, 0),
    toTheirs: (tensor, heads) => split(tensor, 0, heads),
  },
} as const satisfies Record<string, Layout>;

/** The name of a layout. */
export type LayoutName = keyof typeof layouts;

function permuted(toOurs: readonly number[], toTheirs: readonly number[]): Layout {
  return {
    axes: toOurs.length,
    ownAxes: toOurs.length,
    ownShape: (shape) => toOurs.map((axis) => shape[axis]!),
    toOurs: (tensor, allocate) => transposeHostTensor(tensor, toOurs, allocate),
    toTheirs: (tensor) => transposeHostTensor(tensor, toTheirs),
  };
}

function joined(tensor: HostTensor, axis: number): HostTensor {
  return { ...tensor, shape: joinedShape(tensor.shape, axis) };
}

function joinedShape(shape: readonly number[], axis: number): number[] {
  return [...shape.slice(0, axis), shape[axis]! * shape[axis + 1]!, ...shape.slice(axis + 2)];
}

function split(tensor: HostTensor, axis: number, heads: number): HostTensor {
  const { shape } = tensor;
  checkHeads(shape[axis]!, heads, "toScenic");
  return { ...tensor, shape: [...shape.slice(0, axis), heads, shape[axis]! / heads, ...shape.slice(axis + 1)] };
}
