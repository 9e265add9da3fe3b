import type { PickleTensor } from "./pickle-value.ts";

/**
 * The bytes of a view in row-major order.
 *
 * @param bytes of the whole storage
 * @param width bytes of one number
 * @returns a view of `bytes` where it is row-major already, a copy elsewhere
 */
export function gatherView(
  bytes: Uint8Array,
  width: 1 | 2 | 4 | 8,
  { shape, strides, offset }: Pick<PickleTensor, "shape" | "strides" | "offset">,
): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (isRowMajor(shape, strides)) return bytes.subarray(offset * width, (offset + count) * width);
  const gathered = new Uint8Array(count * width);
  let filled = 0;
  const copy = (axis: number, from: number): void => {
    if (axis === shape.length) {
      for (let i = 0; i < width; i++) gathered[filled++] = bytes[from * width + i]!;
      return;
    }
    for (let i = 0; i < shape[axis]!; i++) copy(axis + 1, from + i * strides[axis]!);
  };
  if (count > 0) copy(0, offset);
  return gathered;
}

/** Axes of one place may have any stride. */
function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis]! > 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}
