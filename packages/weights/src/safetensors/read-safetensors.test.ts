import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSafetensors } from "./read-safetensors.ts";
import { bytesOf, oneTensorFile, safetensorsFile } from "./testing/safetensors-file.ts";
import { writeSafetensors } from "./write-safetensors.ts";

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../tooling/fixtures/checkpoints/hf_vivit/${name}`, import.meta.url)));

const readOne = (bytes: Uint8Array) => readSafetensors(bytes).tensors.get("a")!;

describe("readSafetensors", () => {
  it("reads what Hugging Face wrote, and writes it back byte for byte", () => {
    const bytes = fixture("model/model.safetensors");
    const { tensors, metadata } = readSafetensors(bytes);
    expect(metadata).toEqual({ format: "pt" });
    expect(tensors.get("classifier.weight")!.shape).toEqual([7, 32]);
    expect(Buffer.compare(writeSafetensors(tensors, metadata), bytes)).toBe(0);
  });
  it("reads a Buffer at an odd offset, copying where views cannot be", () => {
    const bytes = oneTensorFile("F32", [2], bytesOf(Float32Array.of(1.5, -2)));
    const moved = Buffer.alloc(bytes.length + 1);
    moved.set(bytes, 1);
    expect(readOne(moved.subarray(1)).values).toEqual(Float32Array.of(1.5, -2));
  });
  it("views aligned values in place", () => {
    const bytes = writeSafetensors([["a", { dtype: "float32", shape: [2], values: Float32Array.of(1, 2) }]]);
    expect(readOne(bytes).values.buffer).toBe(bytes.buffer);
  });
  it("widens half precision: largest, smallest, subnormal, infinities, NaN", () => {
    const words = Uint16Array.of(0x7bff, 0x0400, 0x0001, 0x03ff, 0xbc00, 0x8000, 0x7c00, 0xfc00, 0x7e00);
    const want = [65504, 2 ** -14, 2 ** -24, 1023 * 2 ** -24, -1, -0, Infinity, -Infinity, Number.NaN];
    expect([...readOne(oneTensorFile("F16", [9], bytesOf(words))).values]).toEqual(want);
  });
  it("widens bfloat16: the upper half of float32", () => {
    const words = Uint16Array.of(0x3f80, 0xc049, 0x0001, 0xff80);
    const want = Float32Array.from([1, -3.140625, 2 ** -133, -Infinity]);
    expect(readOne(oneTensorFile("BF16", [4], bytesOf(words))).values).toEqual(want);
  });
  it.each([
    ["I64", bytesOf(BigInt64Array.of(-5n, 2147483647n)), [-5, 2147483647]],
    ["U64", bytesOf(BigUint64Array.of(0n, 7n)), [0, 7]],
    ["I32", bytesOf(Int32Array.of(-2147483648, 1)), [-2147483648, 1]],
    ["U32", bytesOf(Uint32Array.of(9, 8)), [9, 8]],
    ["I16", bytesOf(Int16Array.of(-3, 4)), [-3, 4]],
    ["U16", bytesOf(Uint16Array.of(65535, 0)), [65535, 0]],
    ["I8", bytesOf(Int8Array.of(-128, 127)), [-128, 127]],
    ["U8", Uint8Array.of(255, 0), [255, 0]],
  ])("reads %s as int32", (dtype, data, want) => {
    expect(readOne(oneTensorFile(dtype, [2], data))).toEqual({
      dtype: "int32",
      shape: [2],
      values: Int32Array.from(want),
    });
  });
  it("reads bools, scalars, empty tensors and space around marks", () => {
    const header = `\n{ "s" : {"shape":[ ], "dtype":"F32", "data_offsets":[0 , 4]} ,
      "e":{"dtype":"I32","shape":[3,0],"data_offsets":[4,4]}, "b\\u00e9":{"dtype":"BOOL","shape":[2],"data_offsets":[4,6]} }\t `;
    const { tensors } = readSafetensors(safetensorsFile(header, [...bytesOf(Float32Array.of(3)), 1, 0]));
    expect([...tensors]).toEqual([
      ["s", { dtype: "float32", shape: [], values: Float32Array.of(3) }],
      ["e", { dtype: "int32", shape: [3, 0], values: new Int32Array(0) }],
      ["bé", { dtype: "bool", shape: [2], values: Uint8Array.of(1, 0) }],
    ]);
  });
});
