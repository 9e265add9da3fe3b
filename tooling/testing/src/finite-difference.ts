import * as tf from "@tensorflow/tfjs-core";

/**
 * Gradient of a scalar function by central differences, for comparison with the analytic one.
 *
 * @param loss function of one tensor to a scalar
 * @param at where, any shape; keep it small, each value costs two calls
 * @param step distance to each side; 1e-2 balances truncation against float32 rounding for values near 1
 * @returns the shape of `at`
 */
export function finiteDifference(loss: (x: tf.Tensor) => tf.Tensor, at: tf.Tensor, step = 1e-2): tf.Tensor {
  const values = at.dataSync();
  const slopes = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const probe = (offset: number) =>
      tf.tidy(() => {
        const moved = Float32Array.from(values);
        moved[i]! += offset;
        return loss(tf.tensor(moved, at.shape)).dataSync()[0]!;
      });
    slopes[i] = (probe(step) - probe(-step)) / (2 * step);
  }
  return tf.tensor(slopes, at.shape);
}
