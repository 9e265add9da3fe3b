import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { attention } from "./attention.ts";

const heads = 2;
const [query, key, value] = [
  seededTensor<tf.Rank.R3>([2, 3, 4], 1),
  seededTensor<tf.Rank.R3>([2, 5, 4], 2),
  seededTensor<tf.Rank.R3>([2, 5, 4], 3),
];

/** Head by head, row by row, in plain numbers. */
function byHand(): number[] {
  const [q, k, v] = [query.arraySync(), key.arraySync(), value.arraySync()];
  return q.flatMap((rows, batch) =>
    rows.flatMap((row) =>
      [0, 1].flatMap((head) => {
        const part = (token: number[]) => token.slice(head * 2, head * 2 + 2);
        const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
        const weights = k[batch]!.map((other) => Math.exp(dot(part(row), part(other)) / Math.sqrt(2)));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return [0, 1].map((i) =>
          weights.reduce((sum, weight, token) => sum + (weight / total) * part(v[batch]![token]!)[i]!, 0),
        );
      }),
    ),
  );
}

describe("attention", () => {
  it("equals the sum written out", () => expect(attention(query, key, value, heads)).toBeAllClose(byHand()));
  it("refuses shapes that do not fit", () => {
    expect(() => attention(query, tf.zeros([2, 5, 6]), value, heads)).toThrow(
      "attention: key: expected [batch=2, keys, dim=4], got [2, 5, 6]",
    );
    expect(() => attention(query, key, tf.zeros([2, 4, 4]), heads)).toThrow(
      "attention: value: expected [batch=2, keys=5, dim=4], got [2, 4, 4]",
    );
    expect(() => attention(query, key, value, 3)).toThrow("attention: dim 4 is not a multiple of heads 3");
  });
  it("keeps only its result", () => expect(() => attention(query, key, value, heads)).toKeepTensors(1));
  it("has the gradients of query, key and value, and keeps nothing else", () => {
    const weight = seededTensor([2, 3, 4], 4);
    const loss = (...[q, k, v]: tf.Tensor[]) =>
      tf.sum(tf.mul(attention(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, heads), weight)) as tf.Scalar;
    const [dq, dk, dv] = tf.grads(loss)([query, key, value]);
    const tolerance = { atol: 2e-3, rtol: 1e-2 }; // float32 differences
    expect(dq!).toBeAllClose(
      finiteDifference((at) => loss(at, key, value), query),
      tolerance,
    );
    expect(dk!).toBeAllClose(
      finiteDifference((at) => loss(query, at, value), key),
      tolerance,
    );
    expect(dv!).toBeAllClose(
      finiteDifference((at) => loss(query, key, at), value),
      tolerance,
    );
    expect(() => tf.grads(loss)([query, key, value])).toKeepTensors(3);
  });
});
