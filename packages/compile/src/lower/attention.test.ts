import * as tf from "@tensorflow/tfjs-core";
import { attention, fromTensor, type HostTensor, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../node/compile.ts";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";
import { trace } from "../trace/trace.ts";
import { attentionBlockRows } from "./attention-block-rows.ts";

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

  it.each([
    ["", undefined],
    [", with a bias of each query", [1, 2, 10, 10]],
    [", with a bias for all queries", [2, 1, 1, 10]],
  ])("has the same gradient in blocks of any number of query rows%s", async (_, biasShape) => {
    const names = ["query", "key", "value", "output", "outputGradient"];
    const inputs = {
      ...Object.fromEntries(names.map((name, seed) => [name, seededTensor([2, 10, 8], seed)])),
      ...(biasShape && { bias: seededTensor([...biasShape], 6) }),
    };
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
    expect(whole).toHaveLength(biasShape ? 4 : 3);
    for (const index of whole.keys()) {
      expect(toTensor(three[index]!)).toBeAllClose(toTensor(whole[index]!));
      expect(toTensor(one[index]!)).toBeAllClose(toTensor(whole[index]!));
    }
    await program.dispose();
  });
});

describe("attention with a bias of a long clip", () => {
  const size = { batch: 1, heads: 12, queries: 3137, keys: 3137 };
  const tensor = (...shape: number[]) => ({ dtype: "float32", shape }) as const;
  const tokens = tensor(1, 3137, 768);

  it.each([3137, 1])("keeps the scores of few queries at once, whose bias is that of %d", (queries) => {
    const graph = trace(
      ({ query, key, value, bias }: Record<string, tf.Tensor>) =>
        attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, size.heads, {
          bias: bias as tf.Tensor4D,
        }),
      { query: tokens, key: tokens, value: tokens, bias: tensor(1, 1, queries, 3137) },
    );
    const nodes = graph.nodes.filter(({ operator }) => operator === "MultiHeadAttention");
    const rows = nodes.map(({ outputs }) => outputs[0]!.shape[1]!);
    expect(rows.reduce((sum, count) => sum + count)).toBe(size.queries);
    expect(Math.max(...rows) * size.heads * size.keys).toBeLessThanOrEqual(2 ** 24);
    expect(nodes.map(({ inputs }) => inputs[5]!.shape)).toEqual(rows.map((count) => [1, 1, count, 3137]));
  });
});

describe("attentionBlockRows", () => {
  const rows = (batch: number, heads: number, queries: number, keys = queries) =>
    attentionBlockRows({ batch, heads, queries, keys });
  it("takes all queries of a short sequence at once", () => expect(rows(8, 12, 197)).toBe(197));
  it("cuts a long one into blocks of nearly equal size", () =>
    expect([rows(8, 4, 513), rows(1, 12, 3137)]).toEqual([257, 349]));
  it("cuts further where many examples would take too much memory, but not much below 64 rows", () =>
    expect([rows(64, 12, 197), rows(64, 16, 3137)]).toEqual([99, 63]));
});
