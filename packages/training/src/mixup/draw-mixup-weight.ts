import { foldIn, normal, type RandomKey, splitKey, uniform } from "@vivit/nn";

/**
 * Draw the weight of a batch from Beta(alpha, alpha).
 *
 * @param alpha 0.1 to 0.4 as a rule: most weights near 0 or 1; 0 gives 1, no mixing
 * @returns a number in [0, 1]; the larger side is not preferred
 * @throws RangeError if alpha is negative or no number
 * Source: mixup (arXiv 1710.09412), section 2; Scenic `dataset_utils.mixup`.
 */
export function drawMixupWeight(key: RandomKey, alpha: number): number {
  if (!(alpha >= 0 && Number.isFinite(alpha)))
    throw new RangeError(`drawMixupWeight: expected an alpha of 0 or more, got ${alpha}`);
  if (alpha === 0) return 1;
  const [first, second] = splitKey(key) as [RandomKey, RandomKey];
  // a / (a + b) for two Gamma draws, from their logarithms: for a small alpha the draws themselves underflow
  return 1 / (1 + Math.exp(drawLogGamma(second, alpha) - drawLogGamma(first, alpha)));
}

/** Logarithm of a draw from Gamma(shape, 1). Source: Marsaglia and Tsang 2000, with their boost for shapes below 1. */
function drawLogGamma(key: RandomKey, shape: number): number {
  const d = shape + 1 - 1 / 3;
  for (let attempt = 0; ; attempt++) {
    const [forNormal, forUniform] = splitKey(foldIn(key, attempt)) as [RandomKey, RandomKey];
    const x = normal(forNormal, 1)[0]!;
    const [accepted, boost] = [...uniform(forUniform, 2)].map((value) => value + 2 ** -24) as [number, number]; // never 0
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(accepted) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return Math.log(d * v) + Math.log(boost) / shape;
  }
}
