import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { readSafetensors } from "./read-safetensors.ts";
import { writeSafetensors } from "./write-safetensors.ts";

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
