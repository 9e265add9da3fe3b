import { type HostTensor, hostTensor, ShapeError, sizes } from "@vivit/nn";

/**
 * Fuse the scores that several models give the same examples: their weighted mean.
 *
 * @param scores one or more of [examples, classes], rows in the same order: logits, or probabilities
 * @param weights one for each, 0 or more, not all 0; equal if left out
 * @returns [examples, classes]
 * @throws ShapeError if there are none, shapes differ, or the weights do not fit
 * Source: late fusion of two-stream networks (Simonyan and Zisserman, arXiv 1406.2199, section 5), by averaging.
 */
export function fuseScores(
  scores: readonly HostTensor[],
  weights: readonly number[] = scores.map(() => 1),
): HostTensor {
  const [first] = scores;
  if (!first) throw new ShapeError("fuseScores: expected one table of scores or more, got none");
  const { examples, classes } = sizes(first, "examples classes", "fuseScores: scores");
  for (const other of scores) sizes(other, "examples classes", "fuseScores: scores", { examples, classes });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length !== scores.length || weights.some((weight) => !(weight >= 0)) || !(total > 0))
    throw new ShapeError(
      `fuseScores: expected ${scores.length} weights of 0 or more, not all 0, got ${weights.join(", ") || "none"}`,
    );
  const fused = new Float32Array(examples * classes);
  for (let at = 0; at < fused.length; at++) {
    let sum = 0;
    for (const [model, { values }] of scores.entries()) sum += (weights[model]! / total) * values[at]!;
    fused[at] = sum;
  }
  return hostTensor(fused, [examples, classes]);
}
