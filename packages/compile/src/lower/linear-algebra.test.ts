import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";

const sizes = fc.integer({ min: 1, max: 5 });

describe("matrix products", () => {
  it("take stacks of matrices, each read as it is or transposed, and differentiate", () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          batch: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
          sizes: fc.tuple(sizes, sizes, sizes),
          transposeA: fc.boolean(),
          transposeB: fc.boolean(),
        }),
        async ({ batch, sizes: [m, k, n], transposeA, transposeB }) => {
          const a = seededTensor([...batch, ...(transposeA ? [k, m] : [m, k])] as [number, number], 1);
          const b = seededTensor([...batch, ...(transposeB ? [n, k] : [k, n])] as [number, number], 2);
          await expectLikeCpu(
            ({ a, b }) => ({ product: tf.matMul(a!, b!, transposeA, transposeB) }),
            { a, b },
            { gradient: true },
          );
        },
      ),
      { numRuns: 8 },
    ));

  it("multiply a stack by one matrix, and broadcast stacks", async () => {
    const [x, w, v] = [seededTensor([2, 3, 4], 1), seededTensor([4, 5], 2), seededTensor([5, 4], 3)];
    await expectLikeCpu(
      ({ x, w, v }) => ({
        flat: tf.matMul(x!, w!),
        transposed: tf.matMul(x!, v!, false, true),
        left: tf.matMul(x!, tf.expandDims(tf.transpose(v!), 0)),
        both: tf.matMul(tf.reshape(x!, [2, 1, 3, 4]), tf.reshape(w!, [1, 1, 4, 5])),
        dot: tf.dot(tf.reshape(x!, [6, 4]), w!),
        einsum: tf.einsum("bij,jk->bki", x!, w!),
      }),
      { x, w, v },
    );
  });

  it("sum products over any letters that two or three tensors share", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          "ij,jk->ik",
          "bij,bjk->bik",
          "bij,jk->kbi",
          "ijk,ik->ij",
          "i,j->ij",
          "ij->ji",
          "ij->",
          "bhqd,bhkd->bhqk",
        ),
        fc.array(sizes, { minLength: 8, maxLength: 8 }),
        async (equation, lengths) => {
          const letters = [...new Set(equation.replace(/[^a-z]/g, ""))];
          const terms = equation.split("->")[0]!.split(",");
          const shapes = terms.map((term) => [...term].map((letter) => lengths[letters.indexOf(letter)]!));
          const inputs = Object.fromEntries(
            shapes.map((shape, i) => [`x${i}`, seededTensor(shape as [number], i + 1)]),
          );
          await expectLikeCpu((x) => ({ y: tf.einsum(equation, ...terms.map((_, i) => x[`x${i}`]!)) }), inputs);
        },
      ),
      { numRuns: 10 },
    ));

  it("multiply int32 exactly", () =>
    expectLikeCpu(({ a, b }) => ({ product: tf.matMul(a!, b!, false, true) }), {
      a: tf.tensor2d([2 ** 24 + 1, 1, 3, 4], [2, 2], "int32"),
      b: tf.tensor2d([1, 2, -3, 4], [2, 2], "int32"),
    }));
});
