import type { HostTensor } from "@vivit/nn";

/**
 * Reorder the axes of a tensor in plain memory.
 *
 * @param order for each axis of the result, the axis it was
 * @returns a copy
 */
export function transposeHostTensor(tensor: HostTensor, order: readonly number[]): HostTensor {
  const shape = order.map((axis) => tensor.shape[axis]!);
  const strides = rowMajorStrides(tensor.shape);
  const steps = order.map((axis) => strides[axis]!);
  const values = new (tensor.values.constructor as Float32ArrayConstructor)(tensor.values.length);
  let filled = 0;
  const copy = (axis: number, from: number): void => {
    const [size, step] = [shape[axis]!, steps[axis]!];
    if (axis < shape.length - 1) for (let i = 0; i < size; i++) copy(axis + 1, from + i * step);
    else for (let i = 0; i < size; i++) values[filled++] = tensor.values[from + i * step]!;
  };
  copy(0, 0);
  return { dtype: tensor.dtype, shape, values };
}

function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}
