import { foldIn, permutation, type RandomKey, uniform } from "@vivit/nn";
import type { ClipEntry } from "../clip-index.ts";

/**
 * The order in which an epoch draws its clips: as many draws as clips.
 *
 * Without weights every clip comes once. With weights, or balanced by class, a clip comes as often as its share says, rounded up
 * or down by key, so no class is ever more than one draw away from its share.
 *
 * @param numbers of the training clips in the index
 * @param balanced give every class (the first label of a clip) the same share
 * @returns numbers of clips in the index
 */
export function orderClips(
  entries: readonly ClipEntry[],
  numbers: readonly number[],
  key: RandomKey,
  balanced: boolean,
): number[] {
  const order = permutation(key, numbers.length);
  const shuffled = Array.from(order, (at) => numbers[at]!);
  const weighted = numbers.some((number) => (entries[number]!.weight ?? 1) !== 1);
  if (!balanced && !weighted) return shuffled;
  const label = (number: number) => entries[number]!.labels[0] ?? -1;
  const weights = shares(entries, numbers, balanced ? label : () => 0);
  const sorted = balanced ? shuffled.sort((a, b) => label(a) - label(b)) : shuffled;
  const drawn = systematicSample(
    sorted.map((number) => weights.get(number)!),
    uniform(foldIn(key, "offset"), 1)[0]!,
  ).map((at) => sorted[at]!);
  return Array.from(permutation(foldIn(key, "draws"), drawn.length), (at) => drawn[at]!);
}

/** The share of each clip, where all groups together have the same. */
function shares(
  entries: readonly ClipEntry[],
  numbers: readonly number[],
  group: (number: number) => number,
): Map<number, number> {
  const totals = new Map<number, number>();
  const weight = (number: number) => entries[number]!.weight ?? 1;
  for (const number of numbers) totals.set(group(number), (totals.get(group(number)) ?? 0) + weight(number));
  return new Map(numbers.map((number) => [number, weight(number) / totals.get(group(number))! / totals.size]));
}

/** As many draws as weights, at even distances along their sum, the first at a share of one distance. */
function systematicSample(weights: readonly number[], offset: number): number[] {
  const step = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const drawn: number[] = [];
  let sum = 0;
  for (const [at, weight] of weights.entries()) {
    sum += weight;
    while (drawn.length < weights.length && (drawn.length + offset) * step < sum) drawn.push(at);
  }
  while (drawn.length < weights.length) drawn.push(weights.length - 1); // rounding of the sum
  return drawn;
}
