import { permutation, randomKey } from "@vivit/nn";

/** So many numbers below a total, drawn without repetition, the same each time, in ascending order. */
export function pickSample(total: number, count: number): number[] {
  return Array.from(permutation(randomKey(0), total).slice(0, count)).sort((a, b) => a - b);
}
