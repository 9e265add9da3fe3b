import type { HostTensor } from "@vivit/nn";

/**
 * Reorder the axes of a tensor in plain memory.
 *
 * @param order for each axis of the result, the axis it was
 * @returns a copy
 */
export function transposeHostTensor(tensor: HostTensor, order: readonly number[]): HostTensor {
  if (order.join() === "1,0") return transposeMatrix(tensor);
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

/** Side of a square that stays in the processor's first cache, read and written. */
const tile = 32;

/** By squares: row by row, every value written would be a line of the cache fetched. */
function transposeMatrix({ dtype, shape, values }: HostTensor): HostTensor {
  const [rows, columns] = shape as [number, number];
  const turned = new (values.constructor as Float32ArrayConstructor)(values.length);
  for (let top = 0; top < rows; top += tile)
    for (let left = 0; left < columns; left += tile) {
      const [bottom, right] = [Math.min(rows, top + tile), Math.min(columns, left + tile)];
      for (let column = left; column < right; column++)
        for (let row = top; row < bottom; row++) turned[column * rows + row] = values[row * columns + column]!;
    }
  return { dtype, shape: [columns, rows], values: turned };
}
