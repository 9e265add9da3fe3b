import type { HostTensor } from "@vivit/nn";

/** Values in plain memory. */
export type Values = HostTensor["values"];

/** Gives memory for values: as many, of the kind of an example; whatever stands in it is written over. */
export type AllocateValues = (example: Values) => Values;

/**
 * Reorder the axes of a tensor in plain memory.
 *
 * @param order for each axis of the result, the axis it was
 * @param allocate gives the memory of the result, never that of the tensor; new memory unless given
 * @returns a copy
 */
export function transposeHostTensor(
  tensor: HostTensor,
  order: readonly number[],
  allocate: AllocateValues = newValues,
): HostTensor {
  if (order.join() === "1,0") return transposeMatrix(tensor, allocate);
  if (order.length > 1 && order.at(-1) === 0) return transposeFirstToLast(tensor, order, allocate);
  const shape = order.map((axis) => tensor.shape[axis]!);
  const strides = rowMajorStrides(tensor.shape);
  const steps = order.map((axis) => strides[axis]!);
  const values = allocate(tensor.values);
  const row = shape.at(-1) ?? 1;
  const isWhole = steps.at(-1) === 1; // rows of the result lie as rows in the tensor
  let filled = 0;
  const copy = (axis: number, from: number): void => {
    const [size, step] = [shape[axis]!, steps[axis]!];
    if (axis < shape.length - 1) for (let i = 0; i < size; i++) copy(axis + 1, from + i * step);
    else if (isWhole) {
      values.set(tensor.values.subarray(from, from + row), filled);
      filled += row;
    } else for (let i = 0; i < size; i++) values[filled++] = tensor.values[from + i * step]!;
  };
  copy(0, 0);
  return { dtype: tensor.dtype, shape, values };
}

/** As a matrix first, so that what is left to reorder are whole rows. */
function transposeFirstToLast(tensor: HostTensor, order: readonly number[], allocate: AllocateValues): HostTensor {
  const [first = 0, ...rest] = tensor.shape;
  const columns = rest.reduce((product, size) => product * size, 1);
  const turned = transposeMatrix({ ...tensor, shape: [first, columns] });
  const left = order.map((axis) => (axis === 0 ? rest.length : axis - 1));
  return transposeHostTensor({ ...turned, shape: [...rest, first] }, left, allocate);
}

function newValues(example: Values): Values {
  return new (example.constructor as Float32ArrayConstructor)(example.length);
}

function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

/** Rows read side by side, and columns read of them at a time: what is written then fills whole lines of the cache. */
const [rowsAtOnce, columnsAtOnce] = [8, 16];

/** By blocks: row by row, every value written would be a line of the cache fetched. */
function transposeMatrix({ dtype, shape, values }: HostTensor, allocate: AllocateValues = newValues): HostTensor {
  const [rows, columns] = shape as [number, number];
  const turned = allocate(values);
  const whole = rows - (rows % rowsAtOnce);
  for (let left = 0; left < columns; left += columnsAtOnce) {
    const right = Math.min(columns, left + columnsAtOnce);
    for (let top = 0; top < whole; top += rowsAtOnce) turnBlock(values, turned, { rows, columns, top, left, right });
    for (let row = whole; row < rows; row++)
      for (let column = left; column < right; column++) turned[column * rows + row] = values[row * columns + column]!;
  }
  return { dtype, shape: [columns, rows], values: turned };
}

interface Block {
  readonly rows: number;
  readonly columns: number;
  readonly top: number;
  readonly left: number;
  readonly right: number;
}

/** Eight rows written out: a loop over them takes twice the time. */
function turnBlock(values: Values, turned: Values, { rows, columns, top, left, right }: Block): void {
  const row0 = top * columns;
  const [row1, row2, row3] = [row0 + columns, row0 + 2 * columns, row0 + 3 * columns];
  const row4 = row0 + 4 * columns;
  const [row5, row6, row7] = [row4 + columns, row4 + 2 * columns, row4 + 3 * columns];
  let to = left * rows + top;
  for (let column = left; column < right; column++, to += rows) {
    turned[to] = values[row0 + column]!;
    turned[to + 1] = values[row1 + column]!;
    turned[to + 2] = values[row2 + column]!;
    turned[to + 3] = values[row3 + column]!;
    turned[to + 4] = values[row4 + column]!;
    turned[to + 5] = values[row5 + column]!;
    turned[to + 6] = values[row6 + column]!;
    turned[to + 7] = values[row7 + column]!;
  }
}
