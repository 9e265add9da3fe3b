import { narrowToHalves, widenHalves } from "@vivit/nn";
import type { Constant, ElementType } from "./graph.ts";

export type NumberArray =
  | Float32Array
  | Int32Array
  | Uint8Array
  | BigInt64Array
  | Float64Array
  | Uint16Array
  | Int8Array;

/** Numbers in the array type that holds an element type in memory; a fitting array is returned as it is. */
export function typedArray(values: ArrayLike<number>, dtype: ElementType): NumberArray {
  switch (dtype) {
    case "float32":
      return values instanceof Float32Array ? values : Float32Array.from(values);
    case "int32":
      return values instanceof Int32Array ? values : Int32Array.from(values);
    case "bool":
      return Uint8Array.from(values, (value) => (value ? 1 : 0));
    case "int64":
      return BigInt64Array.from(Array.from(values, BigInt));
    case "float64":
      return Float64Array.from(values);
    case "float16":
      return narrowToHalves(values instanceof Float32Array ? values : Float32Array.from(values));
    case "int8":
      return Int8Array.from(values);
  }
}

/** The numbers of a constant, int64 as JavaScript numbers. */
export function constantValues({ dtype, bytes }: Constant): ArrayLike<number> {
  const buffer = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const view = <Numbers>(type: new (buffer: ArrayBufferLike, offset: number, count: number) => Numbers, size: number) =>
    new type(buffer.buffer, buffer.byteOffset, buffer.byteLength / size);
  switch (dtype) {
    case "float32":
      return view(Float32Array, 4);
    case "int32":
      return view(Int32Array, 4);
    case "float64":
      return view(Float64Array, 8);
    case "int64":
      return Array.from(view(BigInt64Array, 8), Number);
    case "float16":
      return widenHalves(view(Uint16Array, 2));
    case "int8":
      return view(Int8Array, 1);
    case "bool":
      return bytes;
  }
}
