import type { Constant, ElementType } from "./graph.ts";
import type { NumberArray } from "./typed-array.ts";

/** Constants of a graph, each kept once however often it is asked for (hash-consing). */
export class ConstantPool {
  readonly #buckets = new Map<string, Constant[]>();
  #count = 0;

  /** The constant of these values; the one already there if type, shape and bytes agree. The values are copied. */
  constant(values: NumberArray, shape: readonly number[], dtype: ElementType): Constant {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const key = `${dtype}[${shape}]${hash(bytes)}`;
    const bucket = this.#buckets.get(key) ?? [];
    const known = bucket.find((constant) => equal(constant.bytes, bytes));
    if (known) return known;
    const uniform = uniformValue(values);
    const name = `%constant_${this.#count++}`;
    const constant = {
      name,
      dtype,
      shape: [...shape],
      bytes: bytes.slice(),
      ...(uniform !== undefined && { uniform }),
    };
    this.#buckets.set(key, [...bucket, constant]);
    return constant;
  }

  /** All constants, in the order of their making. */
  list(): Constant[] {
    return [...this.#buckets.values()].flat();
  }
}

/** The number that fills an array, if one does. */
export function uniformValue(values: ArrayLike<number | bigint>): number | undefined {
  const first = values[0];
  if (first === undefined) return undefined;
  for (let i = 1; i < values.length; i++) if (!Object.is(values[i], first)) return undefined;
  return Number(first);
}

/** FNV-1a over the bytes, 32 bits; equal hashes are compared byte by byte. */
function hash(bytes: Uint8Array): number {
  let state = 0x811c9dc5;
  for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
