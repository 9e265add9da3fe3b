import { hostTensor } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { splitShards } from "./split-shards.ts";

const tensorOf = (length: number) => hostTensor(new Float32Array(length), [length]);
const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 12 });
const bytesOf = (shard: readonly (readonly [string, { values: { byteLength: number } }])[]) =>
  shard.reduce((sum, [, { values }]) => sum + values.byteLength, 0);

describe("splitShards", () => {
  it("puts every tensor in one file, in order, none over the limit unless it holds one tensor, none that could hold the next", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 200 }), (lengths, most) => {
        const tensors = lengths.map((length, at) => [`t${at}`, tensorOf(length)] as const);
        const { files, index } = splitShards(tensors, most);
        const shards = [...files.values()];
        expect(shards.flat()).toEqual(tensors);
        for (const [at, shard] of shards.entries()) {
          const bytes = bytesOf(shard);
          expect(bytes <= most || shard.filter(([, { values }]) => values.length > 0).length === 1).toBe(true);
          const next = shards[at + 1]?.[0]?.[1].values.byteLength;
          if (next !== undefined) expect(bytes + next).toBeGreaterThan(most);
        }
        const written = [...files].flatMap(([file, shard]) => shard.map(([name]) => [name, file]));
        expect(index?.metadata.total_size).toBe(shards.length === 1 ? undefined : bytesOf(tensors));
        expect(index?.weight_map).toEqual(shards.length === 1 ? undefined : Object.fromEntries(written));
      }),
    );
  });
  it("names files as transformers does, and counts halves as two bytes", () => {
    const tensors = [["b", tensorOf(8)] as const, ["a", tensorOf(8)] as const];
    expect(splitShards(tensors, 32).index).toEqual({
      metadata: { total_parameters: 16, total_size: 64 },
      weight_map: { a: "model-00002-of-00002.safetensors", b: "model-00001-of-00002.safetensors" },
    });
    expect([...splitShards(tensors, 32, { float16: true }).files.keys()]).toEqual(["model.safetensors"]);
  });
  it("refuses no room at all", () =>
    expect(() => splitShards([], 0)).toThrow(
      new CheckpointError("splitShards: expected a positive number of bytes, got 0"),
    ));
});
