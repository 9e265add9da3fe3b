import * as tf from "@tensorflow/tfjs-core";
import { attention, fromTensor, type HostTensor, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../node/compile.ts";
import { attentionBlockRows } from "./attention-block-rows.ts";
import { expectLikeCpu } from "./expect-like-cpu.ts";

describe("attention", () => {
  it("has the values and gradients of the composed operations, for as many keys as you like", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          batch: fc.integer({ min: 1, max: 3 }),
          queries: fc.integer({ min: 1, max: 9 }),
          keys: fc.integer({ min: 1, max: 9 }),
          heads: fc.constantFrom(1, 2, 4),
          width: fc.constantFrom(2, 8),
        }),
        async ({ batch, queries, keys, heads, width }) => {
          await expectLikeCpu(
            ({ query, key, value }) => ({
              output: attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, heads),
            }),
            {
              query: seededTensor([batch, queries, heads * width], 1),
              key: seededTensor([batch, keys, heads * width], 2),
              value: seededTensor([batch, keys, heads * width], 3),
            },
            { gradient: true },
          );
        },
      ),
      { numRuns: 5 },
    ));

  it("has the same gradient in blocks of any number of query rows", async () => {
    const inputs = Object.fromEntries(
      ["query", "key", "value", "output", "outputGradient"].map((name, seed) => [name, seededTensor([2, 10, 8], seed)]),
    );
    const gradient = (tensors: Record<string, tf.Tensor>, rows?: number) =>
      tf.engine().runKernel("VivitAttentionGradient", tensors, { heads: 2, ...(rows && { rows }) }) as tf.Tensor[];
    const feeds: Record<string, HostTensor> = {};
    for (const [name, tensor] of Object.entries(inputs)) feeds[name] = await fromTensor(tensor);
    const program = await compile(
      (tensors: Record<string, tf.Tensor>) => ({
        whole: gradient(tensors),
        three: gradient(tensors, 3),
        one: gradient(tensors, 1),
      }),
      feeds,
    );
    const { whole, three, one } = await program.run(feeds);
    for (const index of [0, 1, 2]) {
      expect(toTensor(three[index]!)).toBeAllClose(toTensor(whole[index]!));
      expect(toTensor(one[index]!)).toBeAllClose(toTensor(whole[index]!));
    }
    await program.dispose();
  });
});

describe("attentionBlockRows", () => {
  it("takes all queries of a short sequence at once", () =>
    expect(attentionBlockRows({ batch: 8, heads: 4, queries: 513, keys: 513 })).toBe(513));
  it("cuts a long one into blocks whose scores fit", () =>
    expect(attentionBlockRows({ batch: 1, heads: 12, queries: 3137, keys: 3137 })).toBe(445));
});
