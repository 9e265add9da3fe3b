/**
 * The classes with the largest scores, best first; ties go to the lower class, NaN comes last.
 *
 * @param scores [classes]: logits or probabilities
 * @param count how many; fewer come if there are fewer classes
 * Source: JAX `jax.lax.top_k`, its order of ties.
 */
export function topClasses(scores: ArrayLike<number>, count: number): number[] {
  const value = (index: number) => (Number.isNaN(scores[index]) ? Number.NEGATIVE_INFINITY : scores[index]!);
  const order = Array.from({ length: scores.length }, (_, index) => index);
  return order.sort((a, b) => (value(a) === value(b) ? a - b : value(b) > value(a) ? 1 : -1)).slice(0, count);
}
