import type { ElementType } from "./graph.ts";

export type NumberArray = Float32Array | Int32Array | Uint8Array | BigInt64Array | Float64Array;

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
  }
}
