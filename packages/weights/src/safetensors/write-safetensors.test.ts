import type { HostTensor } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { readSafetensors } from "./read-safetensors.ts";
import { writeSafetensors } from "./write-safetensors.ts";

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
  it("writes halves that are read back as rounded, and written again are the same bytes", () => {
    const half = { float16: true };
    const within = float.map((tensor) => ({
      ...tensor,
      values: Float32Array.from(tensor.values, (value) => (Math.abs(value) > 65504 ? 1 : value)),
    }));
    const mixed = fc.uniqueArray(fc.tuple(name, fc.oneof(within, integer, bool)), { selector: ([key]) => key });
    fc.assert(
      fc.property(mixed, (tensors) => {
        const bytes = writeSafetensors(tensors, {}, half);
        const read = readSafetensors(bytes);
        expect(writeSafetensors(read.tensors, {}, half)).toEqual(bytes);
        expect(new Set(read.tensors.keys())).toEqual(new Set(tensors.map(([key]) => key)));
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
