import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HostTensor } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { readSafetensors } from "./read-safetensors.ts";
import { writeSafetensors } from "./write-safetensors.ts";

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../tooling/fixtures/checkpoints/hf_vivit/${name}`, import.meta.url)));

/** A file from a header and bytes, right or wrong. */
function file(header: unknown, data: ArrayLike<number> = [], headerLength?: number | bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength ?? text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const one = (dtype: string, shape: number[], data: Uint8Array) =>
  file({ a: { dtype, shape, data_offsets: [0, data.length] } }, data);
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
    const bytes = one("F32", [2], bytesOf(Float32Array.of(1.5, -2)));
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
    expect([...readOne(one("F16", [9], bytesOf(words))).values]).toEqual(want);
  });
  it("widens bfloat16: the upper half of float32", () => {
    const words = Uint16Array.of(0x3f80, 0xc049, 0x0001, 0xff80);
    const want = Float32Array.from([1, -3.140625, 2 ** -133, -Infinity]);
    expect(readOne(one("BF16", [4], bytesOf(words))).values).toEqual(want);
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
    expect(readOne(one(dtype, [2], data))).toEqual({ dtype: "int32", shape: [2], values: Int32Array.from(want) });
  });
  it("reads bools, scalars, empty tensors and space around marks", () => {
    const header = `\n{ "s" : {"shape":[ ], "dtype":"F32", "data_offsets":[0 , 4]} ,
      "e":{"dtype":"I32","shape":[3,0],"data_offsets":[4,4]}, "b\\u00e9":{"dtype":"BOOL","shape":[2],"data_offsets":[4,6]} }\t `;
    const { tensors } = readSafetensors(file(header, [...bytesOf(Float32Array.of(3)), 1, 0]));
    expect([...tensors]).toEqual([
      ["s", { dtype: "float32", shape: [], values: Float32Array.of(3) }],
      ["e", { dtype: "int32", shape: [3, 0], values: new Int32Array(0) }],
      ["bé", { dtype: "bool", shape: [2], values: Uint8Array.of(1, 0) }],
    ]);
  });
});

describe("readSafetensors refuses", () => {
  const entry = (begin: number, end: number) => ({ dtype: "U8", shape: [end - begin], data_offsets: [begin, end] });
  const damaged = "the file is damaged";
  const hostile: [what: string, bytes: Uint8Array, message: string][] = [
    [
      "a file of 5 bytes",
      new Uint8Array(5),
      "readSafetensors: expected at least 8 bytes, got 5; the file is cut short or not a safetensors file",
    ],
    [
      "a header of 2 GB",
      file("{}", [], 2n ** 31n),
      "readSafetensors: expected a header of at most 100000000 bytes, got 2147483648; this is not a safetensors file",
    ],
    [
      "a header longer than any number",
      file("{}", [], 2n ** 64n - 1n),
      "readSafetensors: expected a header of at most 100000000 bytes, got 18446744073709552000; this is not a safetensors file",
    ],
    [
      "a header longer than the file",
      file("{}", [], 3),
      "readSafetensors: expected a header of 3 bytes, got 2; the file is cut short or not a safetensors file",
    ],
    [
      "bytes that are no text",
      file("{", [0xff], 2),
      "readSafetensors: header: expected UTF-8 text, got other bytes; this is not a safetensors file",
    ],
    ["no JSON", file("hello"), `readSafetensors: header: expected "{" at character 0, got "hello"; ${damaged}`],
    [
      "an unfinished header",
      file('{"a":{'),
      `readSafetensors: header: expected a string at character 6, got the end; ${damaged}`,
    ],
    ["an unfinished name", file('{"a'), `readSafetensors: header: expected a string of JSON, got "\\"a"; ${damaged}`],
    [
      "text after the header",
      file("{}x"),
      `readSafetensors: header: expected the end of the header at character 2, got "x"; ${damaged}`,
    ],
    [
      "half a character",
      file('{"\\ud800":1}'),
      `readSafetensors: header: expected Unicode text, got "\\"\\\\ud800\\""; ${damaged}`,
    ],
    [
      "deep nesting",
      file(`{"a":${"[".repeat(100_000)}`),
      `readSafetensors: header: expected "{" at character 5, got "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["; ${damaged}`,
    ],
    [
      "a name twice",
      file('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}'),
      `readSafetensors: header: expected tensor "a" once, got twice; ${damaged}`,
    ],
    [
      "a field twice",
      file('{"a":{"dtype":"U8","dtype":"F32"}}'),
      `readSafetensors: header: expected field of "a" "dtype" once, got twice; ${damaged}`,
    ],
    [
      "an unknown field",
      file('{"a":{"type":"U8"}}'),
      `readSafetensors: header: expected dtype, shape and data_offsets of "a", got "type"; ${damaged}`,
    ],
    [
      "a missing field",
      file('{"a":{"dtype":"U8","shape":[0]}}'),
      `readSafetensors: header: expected dtype, shape and two data_offsets of "a", got fewer; ${damaged}`,
    ],
    [
      "__proto__",
      file('{"a.__proto__.b":{}}'),
      `readSafetensors: header: expected a tensor name without __proto__, got "a.__proto__.b"; ${damaged}`,
    ],
    [
      "metadata that is no text",
      file('{"__metadata__":{"a":1}}'),
      `readSafetensors: header: expected a string at character 21, got "1}}"; ${damaged}`,
    ],
    [
      "an unknown type",
      file({ a: { dtype: "F8_E4M3", shape: [0], data_offsets: [0, 0] } }),
      'readSafetensors: "a": expected a type among F32, F16, BF16, I32, U32, I64, U64, I16, U16, I8, U8, BOOL, got F8_E4M3; convert the file to F32 first',
    ],
    [
      "a negative size",
      file('{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}'),
      `readSafetensors: header: expected a whole number below 2^53 at character 28, got "-1],\\"data_offsets\\":[0,0]}}"; ${damaged}`,
    ],
    [
      "a fraction",
      file('{"a":{"dtype":"U8","shape":[1.5]'),
      `readSafetensors: header: expected a whole number below 2^53 at character 28, got "1.5]"; ${damaged}`,
    ],
    [
      "more axes than any tensor has",
      file(`{"a":{"dtype":"U8","shape":[${"1,".repeat(40)}1]`),
      `readSafetensors: header: expected at most 32 numbers, got more; ${damaged}`,
    ],
    [
      "a size beyond all memory",
      file('{"a":{"dtype":"F32","shape":[4000000000,4000000000],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
      `readSafetensors: "a": expected 64000000000000000000 bytes for F32 [4000000000, 4000000000], got 4; ${damaged}`,
    ],
    [
      "too few bytes for the shape",
      file({ a: { dtype: "F32", shape: [2], data_offsets: [0, 4] } }, [0, 0, 0, 0]),
      `readSafetensors: "a": expected 8 bytes for F32 [2], got 4; ${damaged}`,
    ],
    [
      "an end before the beginning",
      file({ a: { dtype: "U8", shape: [0], data_offsets: [2, 0] } }, [0, 0]),
      `readSafetensors: "a": expected 0 bytes for U8 [0], got -2; ${damaged}`,
    ],
    [
      "a hole",
      file({ a: entry(0, 1), b: entry(2, 3) }, [0, 0, 0]),
      `readSafetensors: "b": expected to begin at byte 114, got 115, a hole; ${damaged}`,
    ],
    [
      "an overlap",
      file({ a: entry(0, 2), b: entry(1, 3) }, [0, 0, 0]),
      `readSafetensors: "b": expected to begin at byte 115, got 114, an overlap; ${damaged}`,
    ],
    [
      "a truncated file",
      file({ a: entry(0, 3) }, [0, 0]),
      "readSafetensors: expected a file of 64 bytes, got 63; the file is cut short, copy or download it again",
    ],
    [
      "bytes nobody claims",
      file({ a: entry(0, 3) }, [0, 0, 0, 0]),
      `readSafetensors: expected a file of 64 bytes, got 65; ${damaged}`,
    ],
    [
      "a number that does not fit",
      one("I64", [1], bytesOf(BigInt64Array.of(2n ** 31n))),
      'readSafetensors: "a": expected I64 values that fit int32, got 2147483648 at 0; leave this tensor out of the file',
    ],
    [
      "a bool of 2",
      one("BOOL", [1], Uint8Array.of(2)),
      `readSafetensors: "a": expected BOOL bytes of 0 or 1, got 2; ${damaged}`,
    ],
  ];

  it.each(hostile)("%s", (_what, bytes, message) => {
    let thrown: unknown;
    try {
      readSafetensors(bytes);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CheckpointError);
    expect((thrown as Error).message).toBe(message);
  });
});

const float = fc.float32Array({ maxLength: 12 }).map(
  (values): HostTensor => ({
    dtype: "float32",
    shape: values.length % 2 ? [values.length] : [2, values.length / 2],
    values,
  }),
);
const integer = fc
  .int32Array({ maxLength: 6 })
  .map((values): HostTensor => ({ dtype: "int32", shape: [values.length, 1], values }));
const bool = fc
  .boolean()
  .map((value): HostTensor => ({ dtype: "bool", shape: [], values: Uint8Array.of(Number(value)) }));
const name = fc
  .string({ unit: "grapheme", maxLength: 8 })
  .filter((text) => text !== "__metadata__" && text !== "__proto__");
const contents = fc.record({
  tensors: fc.uniqueArray(fc.tuple(name, fc.oneof(float, integer, bool)), { maxLength: 6, selector: ([key]) => key }),
  metadata: fc.dictionary(name, fc.string({ unit: "grapheme" }), { maxKeys: 3, noNullPrototype: true }),
});

describe("writeSafetensors", () => {
  it("is read back as it was, whatever the names and values", () => {
    fc.assert(
      fc.property(contents, ({ tensors, metadata }) => {
        const bytes = writeSafetensors(tensors, metadata);
        const read = readSafetensors(bytes);
        expect(read.metadata).toEqual(metadata);
        expect(new Map(read.tensors)).toEqual(new Map(tensors));
        expect(writeSafetensors(read.tensors, read.metadata)).toEqual(bytes);
        expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
      }),
    );
  });
  it("does not depend on the order given", () => {
    fc.assert(
      fc.property(contents, ({ tensors }) => {
        expect(writeSafetensors([...tensors].reverse())).toEqual(writeSafetensors(tensors));
      }),
    );
  });
  it("orders names by their bytes, as Rust does, not by UTF-16", () => {
    const tensor: HostTensor = { dtype: "bool", shape: [], values: Uint8Array.of(1) };
    const names = ["\u{1f600}", "\uffee", "b", "ab", "a", "10", "9"].map((key) => [key, tensor] as const);
    expect([...readSafetensors(writeSafetensors(names)).tensors.keys()]).toEqual([
      "10",
      "9",
      "a",
      "ab",
      "b",
      "\uffee",
      "\u{1f600}",
    ]);
  });
  const scalar: HostTensor = { dtype: "float32", shape: [], values: Float32Array.of(1) };
  it("refuses metadata that is no text", () => {
    expect(() => writeSafetensors([], { note: "\udc00" })).toThrow(
      'writeSafetensors: metadata: expected Unicode text, got "\\udc00"',
    );
  });
  it.each<[string, [string, HostTensor][], string]>([
    ["__proto__", [["a.__proto__", scalar]], 'writeSafetensors: expected a tensor name, got "a.__proto__"; rename it'],
    [
      "a reserved name",
      [["__metadata__", scalar]],
      'writeSafetensors: expected a tensor name, got "__metadata__"; rename it',
    ],
    ["half a character", [["\ud800", scalar]], 'writeSafetensors: expected a tensor name, got "\\ud800"; rename it'],
    [
      "a name twice",
      [
        ["a", scalar],
        ["b", scalar],
        ["a", scalar],
      ],
      'writeSafetensors: expected "a" once, got it twice',
    ],
    [
      "values that do not fill the shape",
      [["a", { ...scalar, shape: [2, 2] }]],
      'writeSafetensors: "a": expected 16 bytes for float32 [2, 2], got 4',
    ],
  ])("refuses %s", (_what, tensors, message) => {
    expect(() => writeSafetensors(tensors)).toThrow(new CheckpointError(message));
  });
});

describe("any mutation of a file", () => {
  const original = writeSafetensors(
    [
      ["encoder.kernel", { dtype: "float32", shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }],
      ["labels", { dtype: "int32", shape: [2], values: Int32Array.of(7, 8) }],
      ["mask", { dtype: "bool", shape: [1], values: Uint8Array.of(1) }],
    ],
    { format: "pt" },
  );
  const edit = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), at: fc.nat(original.length - 1), byte: fc.nat(255) }),
    fc.record({
      kind: fc.constant("text" as const),
      at: fc.nat(220),
      text: fc.constantFrom('"', "{", "}", "[", "]", ",", "0", "9", "-", "\\", "F16", "I64"),
    }),
    fc.record({
      kind: fc.constant("cut" as const),
      at: fc.nat(original.length - 1),
      count: fc.integer({ min: 1, max: 40 }),
    }),
    fc.record({
      kind: fc.constant("repeat" as const),
      at: fc.nat(original.length - 1),
      count: fc.integer({ min: 1, max: 80 }),
    }),
  );

  function mutate(
    bytes: Uint8Array,
    edits: readonly (typeof edit extends fc.Arbitrary<infer E> ? E : never)[],
  ): Uint8Array {
    let now = [...bytes];
    for (const change of edits) {
      if (change.kind === "set") now[change.at] = change.byte;
      else if (change.kind === "text")
        now.splice(8 + change.at, change.text.length, ...new TextEncoder().encode(change.text));
      else if (change.kind === "cut") now.splice(change.at, change.count);
      else now = [...now.slice(0, change.at + change.count), ...now.slice(change.at)];
    }
    return Uint8Array.from(now, (byte) => byte ?? 0);
  }

  it("is read or refused with our error, never more bytes than the file has", () => {
    let refused = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const bytes = mutate(original, edits);
        try {
          const { tensors } = readSafetensors(bytes);
          for (const { values } of tensors.values()) expect(values.byteLength).toBeLessThanOrEqual(4 * bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
          refused++;
        }
      }),
      { numRuns: 20_000 },
    );
    expect(refused).toBeGreaterThan(5_000); // the mutations do reach the checks
  });
});
