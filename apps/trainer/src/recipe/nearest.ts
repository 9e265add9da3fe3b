import { distance } from "fastest-levenshtein";

/** The candidate that differs from a word in the fewest letters. */
export function nearest(word: string, candidates: readonly string[]): string {
  return candidates.reduce((best, next) => (distance(word, next) < distance(word, best) ? next : best));
}
