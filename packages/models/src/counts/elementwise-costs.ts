/**
 * Single operations of element-wise work, as XLA's cost analysis counts them.
 *
 * One for each addition, subtraction, multiplication, division or comparison of two numbers, so n - 1 to reduce n numbers.
 * None for exp, tanh and square roots, which XLA counts apart as transcendentals, and none for moving data.
 * Half of these and all multiply-adds together are the GFLOPs that the paper prints.
 *
 * Source: `cost_analysis()` of the forward passes of Scenic's models, jax 0.10.2 and flax 0.12.8.
 */
export const elementwiseCosts = {
  /** A bias, a residual, positions, the scaling of the query: one a value. */
  perValue: 1,
  /** GELU in its tanh form: x³ 2, · 0.044715, + x, · √(2/π), + 1, · 0.5, · x. */
  gelu: 8,
  /** One row of softmax: largest n, difference n, sum n - 1, division n. */
  softmax: (keys: number) => 4 * keys - 1,
  /** One row: mean n, mean of squares 2n, variance 3, epsilon 1, centered n, gain n, product n, bias n. Source: flax `use_fast_variance`. */
  layerNorm: (dim: number) => 7 * dim + 4,
  /** Sum and division. */
  mean: (count: number) => count,
  /** Sum, or largest. */
  reduction: (count: number) => count - 1,
} as const;
