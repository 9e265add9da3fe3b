import { type HostTensor, widenHalves } from "@vivit/nn";
import { CheckpointError } from "../checkpoint-error.ts";
import { widenBrainFloats } from "./half-precision.ts";
import type { NumberTypeName } from "./number-types.ts";
import type { StoredTensor } from "./read-header.ts";

/**
 * Turn the bytes of one tensor into values.
 *
 * F32, I32 and BOOL values are views of `bytes` where its alignment allows it, copies elsewhere; other types are converted.
 *
 * @param caller stands in front of messages
 * @throws CheckpointError if a whole number does not fit int32 or a bool is neither 0 nor 1
 */
export function decodeTensor(
  { name, type, shape }: Pick<StoredTensor, "name" | "type" | "shape">,
  bytes: Uint8Array,
  caller = "readSafetensors",
): HostTensor {
  switch (type) {
    case "F32":
      return { dtype: "float32", shape, values: view(bytes, Float32Array) };
    case "F16":
      return { dtype: "float32", shape, values: widenHalves(view(bytes, Uint16Array)) };
    case "BF16":
      return { dtype: "float32", shape, values: widenBrainFloats(view(bytes, Uint16Array)) };
    case "BOOL":
      return { dtype: "bool", shape, values: checkBooleans(name, view(bytes, Uint8Array), caller) };
    case "I32":
      return { dtype: "int32", shape, values: view(bytes, Int32Array) };
    default:
      return { dtype: "int32", shape, values: narrow(name, type, wholeNumbers(type, bytes), caller) };
  }
}

type WholeNumberTypeName = Exclude<NumberTypeName, "F32" | "F16" | "BF16" | "BOOL" | "I32">;
type WholeNumbers = ArrayLike<number> | ArrayLike<bigint>;

function wholeNumbers(type: WholeNumberTypeName, bytes: Uint8Array): WholeNumbers {
  const arrays = {
    I64: BigInt64Array,
    U64: BigUint64Array,
    U32: Uint32Array,
    I16: Int16Array,
    U16: Uint16Array,
    I8: Int8Array,
    U8: Uint8Array,
  };
  return view<WholeNumbers>(bytes, arrays[type]);
}

function narrow(name: string, type: string, numbers: WholeNumbers, caller: string): Int32Array {
  const values = new Int32Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    values[i] = Number(numbers[i]!);
    if (values[i] !== Number(numbers[i]!))
      throw new CheckpointError(
        `${caller}: "${name}": expected ${type} values that fit int32, got ${numbers[i]} at ${i}; leave this tensor out of the file`,
      );
  }
  return values;
}

function checkBooleans(name: string, bytes: Uint8Array, caller: string): Uint8Array {
  const wrong = bytes.find((byte) => byte > 1);
  if (wrong !== undefined)
    throw new CheckpointError(`${caller}: "${name}": expected BOOL bytes of 0 or 1, got ${wrong}; the file is damaged`);
  return bytes;
}

interface ViewConstructor<A> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

function view<A>(bytes: Uint8Array, Values: ViewConstructor<A>): A {
  const aligned = bytes.byteOffset % Values.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  return new Values(aligned.buffer, aligned.byteOffset, aligned.byteLength / Values.BYTES_PER_ELEMENT);
}
