import type { HostTensor } from "@vivit/nn";

/**
 * Probabilities from logits in plain memory: each row of the last axis sums to 1.
 *
 * @param logits [..., classes]
 * @returns the same shape
 */
export function softmaxScores(logits: HostTensor): HostTensor {
  const classes = logits.shape.at(-1) ?? 1;
  const values = new Float32Array(logits.values.length);
  for (let begin = 0; begin < values.length; begin += classes) {
    const row = logits.values.subarray(begin, begin + classes);
    const shift = logSumExp(row);
    for (let i = 0; i < classes; i++) values[begin + i] = Math.exp(row[i]! - shift);
  }
  return { dtype: "float32", shape: logits.shape, values };
}

/** log Σ exp(x), without overflow. */
export function logSumExp(row: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < row.length; i++) largest = Math.max(largest, row[i]!);
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += Math.exp(row[i]! - largest);
  return largest + Math.log(sum);
}
