import { decode, ExtensionCodec } from "@msgpack/msgpack";
import { type HostTensor, hostTensor } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { writeFlax } from "./write-flax.ts";

/** What flax's `msgpack_restore` does, written anew. */
function restore(bytes: Uint8Array): unknown {
  const codec = new ExtensionCodec();
  codec.register({
    type: 1,
    encode: () => null,
    decode: (data) => {
      const [shape, dtype, raw] = decode(data) as [number[], string, Uint8Array];
      return { shape, dtype, bytes: Array.from(raw) };
    },
  });
  return decode(bytes, { extensionCodec: codec });
}

const stored = ({ shape, dtype, values }: HostTensor) => ({
  shape: [...shape],
  dtype,
  bytes: Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
});

/** The names that Scenic uses are of this kind; a tree has no name that is a branch as well. */
const leaves = fc
  .array(
    fc.tuple(fc.constantFrom("a", "b_0", "constructor", "Dense_10", "Dense_9"), fc.float32Array({ maxLength: 5 })),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map(
    (entries) =>
      new Map(entries.map(([name, values], at) => [`${name}/${at}/kernel`, hostTensor(values, [values.length])])),
  );

describe("writeFlax", () => {
  it("is what flax restores: the tree under optimizer/target", () => {
    fc.assert(
      fc.property(leaves, (tensors) => {
        const { optimizer, ...rest } = restore(writeFlax(tensors, { globalStep: 70_000 })) as {
          optimizer: { target: Record<string, Record<string, Record<string, unknown>>> };
        };
        expect(rest).toEqual({ accum_train_time: 0, global_step: 70_000, model_state: {} });
        const { target } = optimizer;
        for (const [path, tensor] of tensors) {
          const [first, second, third] = path.split("/") as [string, string, string];
          expect(target[first]![second]![third]).toEqual(stored(tensor));
        }
      }),
    );
  });
  it("does not depend on the order given, as jax sorts names", () => {
    fc.assert(
      fc.property(leaves, (tensors) => {
        expect(writeFlax([...tensors].reverse())).toEqual(writeFlax(tensors));
      }),
    );
  });
  it("cuts large arrays into chunks as flax does", () => {
    const tensor = hostTensor(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    const root = restore(writeFlax([["kernel", tensor]], { chunkBytes: 16 })) as {
      optimizer: { target: { kernel: unknown } };
    };
    expect(root.optimizer.target.kernel).toEqual({
      __msgpack_chunked_array__: true,
      shape: { 0: 2, 1: 3 },
      chunks: {
        0: stored(hostTensor(Float32Array.of(1, 2, 3, 4), [4])),
        1: stored(hostTensor(Float32Array.of(5, 6), [2])),
      },
    });
  });
  it("refuses a name that is a branch, and values that do not fill a shape", () => {
    const one = hostTensor(Float32Array.of(1), [1]);
    const both = new CheckpointError('writeFlax: expected "a/b" to be a parameter or a branch, got both or twice');
    expect(() =>
      writeFlax([
        ["a", one],
        ["a/b", one],
      ]),
    ).toThrow(both);
    expect(() =>
      writeFlax([
        ["a/b/c", one],
        ["a/b", one],
      ]),
    ).toThrow(both);
    expect(() => writeFlax([["a", { ...one, shape: [2] }]])).toThrow(
      new CheckpointError('writeFlax: "a": expected 2 values for [2], got 1'),
    );
  });
});
