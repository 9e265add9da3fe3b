import type { Constant, ElementType } from "./graph.ts";
import type { NumberArray } from "./typed-array.ts";

/** Constants of a graph, each kept once however often it is asked for (hash-consing). */
export class ConstantPool {
  readonly #buckets = new Map<string, Constant[]>();
  #count = 0;

  /** The constant of these values; the one already there if type, shape and bytes agree. The values are copied. */
  constant(values: NumberArray, shape: readonly number[], dtype: ElementType): Constant {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const uniform = uniformValue(values);
    return this.#keep(
      { dtype, shape: [...shape], ...(uniform !== undefined && { uniform }) },
      bytes,
      hash(bytes),
      true,
    );
  }

  /** The same constant as another pool has, without a copy of its bytes. */
  adopt({ name: _, bytes, ...content }: Constant): Constant {
    const known = hashes.get(bytes) ?? hash(bytes);
    return this.#keep(content, bytes, known, false);
  }

  #keep(content: Omit<Constant, "name" | "bytes">, bytes: Uint8Array, code: number, copies: boolean): Constant {
    const key = `${content.dtype}[${content.shape}]${code}`;
    const bucket = this.#buckets.get(key) ?? [];
    const known = bucket.find((constant) => equal(constant.bytes, bytes));
    if (known) return known;
    const constant = { name: `%constant_${this.#count++}`, ...content, bytes: copies ? bytes.slice() : bytes };
    hashes.set(constant.bytes, code);
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

/** Hashes of the bytes of constants, which never change: a pass need not compute them again. */
const hashes = new WeakMap<Uint8Array, number>();

/** At most this many bytes of a constant are hashed, evenly spread: equal hashes are compared byte by byte in any case. */
const mostHashed = 2 ** 16;

/** FNV-1a, 32 bits. */
function hash(bytes: Uint8Array): number {
  let state = 0x811c9dc5;
  const stride = Math.max(1, Math.ceil(bytes.length / mostHashed) | 1); // odd, so that every byte of a number takes its turn
  for (let place = 0; place < bytes.length; place += stride) state = Math.imul(state ^ bytes[place]!, 0x01000193);
  return state >>> 0;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, index) => byte === b[index]));
}
