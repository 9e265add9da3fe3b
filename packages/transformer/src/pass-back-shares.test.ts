import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { attentionWeights } from "./attention-weights.ts";
import { passBackShares, passBackThroughResidual } from "./pass-back-shares.ts";

const [batch, tokens, heads, dim] = [2, 5, 2, 6];
const query = seededTensor<tf.Rank.R3>([batch, tokens, dim], 1);
const key = seededTensor<tf.Rank.R3>([batch, tokens, dim], 2);
const attention = { query, key, heads };
const shares = tf.softmax(seededTensor<tf.Rank.R3>([batch, 1, tokens], 3));
const column = tf.reshape(shares, [batch, tokens, 1]) as tf.Tensor3D;

/** Softmax attention from plain numbers: shares no code with ours. */
function plainWeights(): number[][][][] {
  const [q, k] = [query.arraySync(), key.arraySync()];
  const width = dim / heads;
  return q.map((rows, b) =>
    Array.from({ length: heads }, (_, h) =>
      rows.map((row) => {
        const scores = k[b]!.map((other) =>
          Array.from({ length: width }, (_, i) => row[h * width + i]! * other[h * width + i]!).reduce((a, c) => a + c),
        );
        const powers = scores.map((score) => Math.exp(score / Math.sqrt(width)));
        const sum = powers.reduce((a, c) => a + c);
        return powers.map((power) => power / sum);
      }),
    ),
  );
}

describe("attentionWeights", () => {
  it("is the softmax of scaled products", () =>
    expect(attentionWeights(query, key, heads)).toBeAllClose(tf.tensor(plainWeights())));
  it("refuses heads that do not divide the width", () =>
    expect(() => attentionWeights(query, key, 4)).toThrow("splitHeads: dim 6 is not a multiple of heads 4"));
  it("keeps only its result", () => expect(() => attentionWeights(query, key, heads)).toKeepTensors(1));
  it("has the gradient of its queries", () => {
    const weight = seededTensor([batch, heads, tokens, tokens], 4);
    const loss = (at: tf.Tensor) => tf.sum(tf.mul(attentionWeights(at as tf.Tensor3D, key, heads), weight));
    expect(tf.grad(loss)(query)).toBeAllClose(finiteDifference(loss, query), { atol: 5e-3, rtol: 1e-2 }); // float32 differences
  });
});

describe("passBackShares", () => {
  const weights = tf.mean(tf.tensor(plainWeights()), 1); // [batch, tokens, tokens]
  const expected = tf.reshape(tf.matMul(shares, weights), [batch, tokens, 1]);
  it("is a row of shares times the mean over heads", () =>
    expect(passBackShares(column, attention)).toBeAllClose(expected));
  it.each([1, 20, 45, 10_000])("gives the same from blocks of at most %d weights", (most) => {
    expect(passBackShares(column, attention, most)).toBeAllClose(expected);
  });
  it("keeps the sum of the shares", () => expect(tf.sum(passBackShares(column, attention), 1)).toBeAllClose([1, 1]));
  it("refuses shares of other tokens", () => {
    expect(() => passBackShares(tf.ones([2, 4, 1]), attention)).toThrow(
      "passBackShares: shares: expected [batch=2, tokens=5, one=1], got [2, 4, 1]",
    );
    expect(() => passBackShares(column, { ...attention, key: tf.ones([2, 4, 6]) })).toThrow(
      "passBackShares: key: expected [batch=2, tokens=5, dim=6], got [2, 4, 6]",
    );
  });
  it("keeps only its result", () => expect(() => passBackShares(column, attention, 20)).toKeepTensors(1));
  it("has the gradient of its queries, through every block", () => {
    const weight = seededTensor([batch, tokens, 1], 4);
    const loss = (at: tf.Tensor) =>
      tf.sum(tf.mul(passBackShares(column, { ...attention, query: at as tf.Tensor3D }, 20), weight));
    expect(tf.grad(loss)(query)).toBeAllClose(finiteDifference(loss, query), { atol: 5e-3, rtol: 1e-2 }); // float32 differences
  });
});

describe("passBackThroughResidual", () => {
  it("is half of each way", () => {
    const half = passBackThroughResidual(tf.tensor3d([1, 0], [1, 2, 1]), tf.tensor3d([0.25, 0.75], [1, 2, 1]));
    expect(half).toBeAllClose([0.625, 0.375]);
  });
});
