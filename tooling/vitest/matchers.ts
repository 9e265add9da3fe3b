import * as tf from "@tensorflow/tfjs-core";
import "vitest";

export interface Tolerance {
  /** Largest absolute difference allowed. */
  atol?: number;
  /** Largest difference allowed relative to the expected value. */
  rtol?: number;
}

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: must repeat vitest's own declaration
  interface Matchers<T = any> {
    /** Every value within `atol + rtol * |expected|` of the expected tensor or numbers, and the same shape. */
    toBeAllClose(expected: tf.Tensor | ArrayLike<number>, tolerance?: Tolerance): T;
    /** The function returns leaving exactly this many new tensors alive. */
    toKeepTensors(count: number): T;
  }
}

/** Compare a tensor with expected values; the message names the worst place. Default atol 1e-5, rtol 1e-5. */
export function toBeAllClose(
  received: tf.Tensor,
  expected: tf.Tensor | ArrayLike<number>,
  { atol = 1e-5, rtol = 1e-5 }: Tolerance = {},
) {
  if (expected instanceof tf.Tensor && expected.shape.join() !== received.shape.join())
    return { pass: false, message: () => `expected shape [${expected.shape}], got [${received.shape}]` };
  const want = expected instanceof tf.Tensor ? expected.dataSync() : expected;
  const got = received.dataSync();
  if (got.length !== want.length)
    return { pass: false, message: () => `expected ${want.length} values, got ${got.length}` };
  let worst = 0;
  let place = -1;
  for (let i = 0; i < got.length; i++) {
    const excess = Math.abs(got[i]! - want[i]!) - (atol + rtol * Math.abs(want[i]!));
    if (!(excess <= worst)) {
      worst = Number.isNaN(excess) ? Number.POSITIVE_INFINITY : excess;
      place = i;
    }
  }
  return {
    pass: place < 0,
    message: () => `value ${place}: expected ${want[place]}, got ${got[place]} (atol ${atol}, rtol ${rtol})`,
  };
}

/** Count the tensors a function leaves alive. */
export function toKeepTensors(received: () => unknown, count: number) {
  const before = tf.memory().numTensors;
  received();
  const kept = tf.memory().numTensors - before;
  return { pass: kept === count, message: () => `expected ${count} tensors kept, got ${kept}` };
}
