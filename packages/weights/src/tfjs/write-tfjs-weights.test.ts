import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, hostTensor, narrowToHalves, widenHalves } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { type TfjsFiles, writeTfjsWeights } from "./write-tfjs-weights.ts";

/** What TensorFlow.js itself reads from the files. */
async function load({ model, shards }: TfjsFiles): Promise<[string, HostTensor][]> {
  const fetchWeights = async (paths: string[]) =>
    paths.map((path) => {
      const bytes = Buffer.concat(shards.get(path.split("/").at(-1)!)!);
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    });
  const manifest = JSON.parse(JSON.stringify(model)).weightsManifest;
  const tensors = await tf.io.weightsLoaderFactory(fetchWeights as never)(manifest);
  const leaves = Object.entries(tensors).map(([name, tensor]): [string, HostTensor] => [
    name,
    { dtype: tensor.dtype as "float32", shape: tensor.shape, values: tensor.dataSync() as Float32Array },
  ]);
  tf.dispose(tensors);
  return leaves;
}

const float = fc
  .float32Array({ maxLength: 9, noNaN: true, min: -60000, max: 60000 })
  .map((values) => hostTensor(values, [1, values.length]));
const tensors = fc
  .array(
    fc.oneof(
      float,
      fc.int32Array({ maxLength: 4 }).map((values): HostTensor => ({ dtype: "int32", shape: [values.length], values })),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => list.map((tensor, at) => [`encoder.blocks.${at}.kernel`, tensor] as const));

describe("writeTfjsWeights", () => {
  it("is what TensorFlow.js reads, cut anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(tensors, fc.integer({ min: 1, max: 20 }), async (leaves, shardBytes) => {
        expect(await load(writeTfjsWeights(leaves, { shardBytes }))).toEqual(leaves);
      }),
      { numRuns: 50 },
    );
  });
  it("is what TensorFlow.js reads of halves", async () => {
    const values = Float32Array.of(1 / 3, -2, 1e-6, 65504);
    const files = writeTfjsWeights([["kernel", hostTensor(values, [4])]], { float16: true });
    expect([...files.shards].map(([name, pieces]) => [name, Buffer.concat(pieces).length])).toEqual([
      ["group1-shard1of1.bin", 8],
    ]);
    const rounded = widenHalves(narrowToHalves(values));
    expect(await load(files)).toEqual([["kernel", hostTensor(rounded, [4])]]);
  });
  it("fills every file but the last, and carries what describes the model", () => {
    const { model, shards } = writeTfjsWeights([["kernel", hostTensor(new Float32Array(10), [10])]], {
      shardBytes: 16,
      metadata: { model_type: "vivit" },
    });
    expect([...shards.values()].map((pieces) => Buffer.concat(pieces).length)).toEqual([16, 16, 8]);
    expect(model).toEqual({
      generatedBy: "@vivit/weights",
      convertedBy: null,
      modelTopology: null,
      weightsManifest: [
        {
          paths: ["group1-shard1of3.bin", "group1-shard2of3.bin", "group1-shard3of3.bin"],
          weights: [{ name: "kernel", shape: [10], dtype: "float32" }],
        },
      ],
      userDefinedMetadata: { model_type: "vivit" },
    });
  });
  it("refuses values that do not fill their shape", () =>
    expect(() => writeTfjsWeights([["kernel", { ...hostTensor(new Float32Array(1), [1]), shape: [3] }]])).toThrow(
      new CheckpointError('writeTfjsWeights: "kernel": expected 3 values for [3], got 1'),
    ));
});
