import { CheckpointError } from "../checkpoint-error.ts";
import type { NumberTypeName } from "../safetensors/number-types.ts";

/** What a NumPy file says about its array. */
export interface NpyHeader {
  readonly shape: readonly number[];
  /** Absent for types that no parameter has. */
  readonly type?: NumberTypeName;
  /** NumPy's name of the type, such as `<f4`. */
  readonly description: string;
  /** True where the first axis lies closest in memory. */
  readonly isColumnMajor: boolean;
  /** Where the values begin. */
  readonly dataBegin: number;
}

/** NumPy's names of number types; NumPy calls bfloat16, which it does not know, two unknown bytes. */
const types: Readonly<Record<string, NumberTypeName>> = {
  "<f4": "F32",
  "<f2": "F16",
  "|V2": "BF16",
  "<V2": "BF16",
  "<i8": "I64",
  "<u8": "U64",
  "<i4": "I32",
  "<u4": "U32",
  "<i2": "I16",
  "<u2": "U16",
  "|i1": "I8",
  "|u1": "U8",
  "|b1": "BOOL",
};

/** Longest header accepted, in bytes. Source: NumPy `_MAX_HEADER_SIZE`. */
export const longestNpyHeader = 10_000;
const mostAxes = 32;
const form =
  /^\s*\{\s*'descr'\s*:\s*'([^'\\]{1,20})'\s*,\s*'fortran_order'\s*:\s*(True|False)\s*,\s*'shape'\s*:\s*\(([0-9,\sL]*)\)\s*,?\s*\}\s*$/;

/**
 * Read the header of a `.npy` file. It is a Python literal; only the one form that NumPy writes is understood, nothing is evaluated.
 *
 * @param bytes the beginning of the file
 * @throws CheckpointError if it is none, or holds Python objects
 * Source: NumPy's format description, versions 1 to 3.
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const refuse = (wanted: string, got: string): never => {
    throw new CheckpointError(`readNpy: ${JSON.stringify(name)}: expected ${wanted}, got ${got}`);
  };
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  const version = bytes[6] ?? 0;
  if (magic !== "\x93NUMPY" || bytes.length < 12 || version < 1 || version > 3)
    refuse("a NumPy array of version 1 to 3", "other bytes; the file is damaged");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const begin = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > longestNpyHeader || begin + length > bytes.length)
    refuse(
      `a header of at most ${longestNpyHeader} bytes`,
      `${length} in ${bytes.length - begin}; the file is damaged`,
    );
  const text = new TextDecoder().decode(bytes.subarray(begin, begin + length));
  const [, description, order, sizes] = form.exec(text) ?? [];
  if (description === undefined) refuse("a header as NumPy writes it", `${JSON.stringify(text.slice(0, 80))}`);
  if (description === "|O")
    refuse("numbers", "pickled Python objects, which may run code; save the array with a number type");
  const shape = sizes!
    .split(",")
    .map((size) => size.trim().replace(/L$/, ""))
    .filter((size) => size !== "")
    .map(Number);
  if (shape.length > mostAxes || !shape.every(Number.isSafeInteger))
    refuse(`at most ${mostAxes} whole numbers as shape`, `(${sizes!.slice(0, 80)})`);
  const type = types[description!];
  return {
    shape,
    ...(type ? { type } : {}),
    description: description!,
    isColumnMajor: order === "True",
    dataBegin: begin + length,
  };
}
