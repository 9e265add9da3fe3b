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
function byHand(bias: (batch: number, head: number, query: number, key: number) => number = () => 0): number[] {
  const [q, k, v] = [query.arraySync(), key.arraySync(), value.arraySync()];
  return q.flatMap((rows, batch) =>
    rows.flatMap((row, at) =>
      [0, 1].flatMap((head) => {
        const part = (token: number[]) => token.slice(head * 2, head * 2 + 2);
        const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
        const weights = k[batch]!.map((other, token) =>
          Math.exp(dot(part(row), part(other)) / Math.sqrt(2) + bias(batch, head, at, token)),
        );
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

  it.each([
    [2, 2, 3, 5],
    [1, 2, 1, 5],
    [2, 1, 3, 5],
    [1, 1, 1, 5],
  ])("adds a bias [%d, %d, %d, %d] to the scores, and has its gradient", (...shape) => {
    const bias = seededTensor<tf.Rank.R4>(shape, 5);
    const values = bias.arraySync();
    const at = (batch: number, head: number, query: number, key: number) =>
      [batch, head, query, key].reduce<unknown>(
        (part, index, axis) => (part as unknown[])[Math.min(index, shape[axis]! - 1)],
        values,
      ) as number;
    expect(attention(query, key, value, heads, { bias })).toBeAllClose(byHand(at));
    const weight = seededTensor([2, 3, 4], 4);
    const loss = (bias: tf.Tensor) =>
      tf.sum(tf.mul(attention(query, key, value, heads, { bias: bias as tf.Tensor4D }), weight)) as tf.Scalar;
    const gradient = tf.grad(loss)(bias);
    expect(gradient.shape).toEqual(shape);
    expect(gradient).toBeAllClose(finiteDifference(loss, bias), { atol: 2e-3, rtol: 1e-2 });
    expect(() => tf.grad(loss)(bias)).toKeepTensors(1);
  });
  it("sees the keys of its mask alone, all alike where there are none", () => {
    const seen = [[true, false, true, false, true], Array(5).fill(false), Array(5).fill(true)];
    const mask = tf.tensor4d([[seen]], [1, 1, 3, 5], "bool");
    const hidden = byHand((_batch, _head, query, key) => (seen[query]![key] ? 0 : -Infinity));
    const rows = tf.unstack(attention(query, key, value, heads, { mask }), 1);
    const row = (values: number[], query: number) =>
      [0, 12].flatMap((batch) => values.slice(batch + query * 4).slice(0, 4));
    for (const query of [0, 2]) expect(rows[query]!).toBeAllClose(row(hidden, query));
    expect(rows[1]!).toBeAllClose(tf.mean(value, 1));
    const bias = seededTensor<tf.Rank.R4>([2, 1, 1, 5], 6);
    const both = tf.where(mask, bias, -1e30) as tf.Tensor4D;
    expect(attention(query, key, value, heads, { mask, bias })).toBeAllClose(
      attention(query, key, value, heads, { bias: both }),
    );
    expect(() => attention(query, key, value, heads, { mask, bias })).toKeepTensors(1);
  });
  it("refuses a bias or a mask that does not fit the scores", () => {
    expect(() => attention(query, key, value, heads, { bias: tf.zeros([2, 3, 3, 5]) })).toThrow(
      "attention: bias: expected [batch=2 or 1, heads=2 or 1, queries=3 or 1, keys=5], got [2, 3, 3, 5]",
    );
    expect(() => attention(query, key, value, heads, { mask: tf.ones([3, 5], "bool") as never })).toThrow(
      "attention: mask: expected [batch=2 or 1, heads=2 or 1, queries=3 or 1, keys=5], got [3, 5]",
    );
    expect(() => attention(query, key, value, heads, { mask: tf.ones([1, 1, 3, 5]) })).toThrow(
      "attention: mask: expected bool, got float32",
    );
  });
});
