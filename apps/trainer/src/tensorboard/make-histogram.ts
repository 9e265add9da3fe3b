/** A distribution: `counts[i]` values lie above `limits[i - 1]` and at or below `limits[i]`. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

const buckets = 30;

/** The distribution of values in 30 spans of the same width from the least to the greatest; values that are no finite numbers are left out. */
export function makeHistogram(values: Float32Array | Int32Array | Uint8Array): Histogram {
  let [min, max, count, sum, sumOfSquares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
    count++;
    sum += value;
    sumOfSquares += value * value;
  }
  if (count === 0) return { min: 0, max: 0, count: 0, sum: 0, sumOfSquares: 0, limits: [0], counts: [0] };
  const width = (max - min) / buckets;
  if (width === 0) return { min, max, count, sum, sumOfSquares, limits: [max], counts: [count] };
  const counts = new Array<number>(buckets).fill(0);
  for (const value of values)
    if (Number.isFinite(value)) counts[Math.min(buckets - 1, Math.max(0, Math.ceil((value - min) / width) - 1))]!++;
  const limits = counts.map((_, at) => (at === buckets - 1 ? max : min + (at + 1) * width));
  return { min, max, count, sum, sumOfSquares, limits, counts };
}
