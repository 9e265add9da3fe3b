/**
 * The classes with the largest scores, best first; ties go to the lower class, −0 comes after 0, NaN last.
 *
 * @param scores [classes]: logits or probabilities
 * @param count how many; fewer come if there are fewer classes
 * Source: JAX `jax.lax.top_k`, its order of ties and zeros.
 */
export function topClasses(scores: ArrayLike<number>, count: number): number[] {
  const order = Array.from({ length: scores.length }, (_, index) => index);
  return order.sort((a, b) => (comesBefore(scores, a, b) ? -1 : 1)).slice(0, count);
}

/** Whether class `a` comes before class `b`, another class. */
export function comesBefore(scores: ArrayLike<number>, a: number, b: number): boolean {
  const [first, second] = [scores[a]!, scores[b]!];
  if (first > second || first < second) return first > second;
  const [late, later] = [lateness(first), lateness(second)];
  return late === later ? a < b : late < later;
}

/** Among scores that compare neither way: numbers, then −0, then NaN. */
function lateness(score: number): number {
  return Number.isNaN(score) ? 2 : Number(Object.is(score, -0));
}
