import * as tf from "@tensorflow/tfjs-core";
import { toTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { sinusoidalGridPositions, sinusoidalPositions } from "./sinusoidal-positions.ts";

describe("sinusoidalPositions", () => {
  it("has waves as in the paper that introduced them", () => {
    const angles = [0, 1, 2].flatMap((position) => [position, position / 100]); // 10000^(2 / 4) = 100
    const expected = angles.flatMap((angle) => [Math.sin(angle), Math.cos(angle)]);
    expect(toTensor(sinusoidalPositions(3, 4))).toBeAllClose(tf.tensor(expected, [1, 3, 4]));
  });
  it("refuses an odd width", () => {
    expect(() => sinusoidalPositions(3, 5)).toThrow(
      "sinusoidalPositions: expected an even dim, a sine and a cosine each, got 5",
    );
  });
});

describe("sinusoidalGridPositions", () => {
  const [frames, height, width, part] = [2, 3, 4, 2];
  const positions = toTensor(sinusoidalGridPositions({ frames, height, width }, 6 * part));

  it("equals blocks of outer products with the frequencies", () => {
    // Independent: each coordinate broadcast over the grid by tiling, then sines and cosines side by side.
    const along = (length: number, shape: number[], repeats: number[]) =>
      tf.reshape(tf.tile(tf.reshape(tf.range(0, length), shape), repeats), [-1, 1]);
    const time = along(frames, [frames, 1, 1], [1, height, width]);
    const row = along(height, [1, height, 1], [frames, 1, width]);
    const column = along(width, [1, 1, width], [frames, height, 1]);
    const frequencies = tf.tensor([1, 0.01], [1, part]);
    const blocks = [time, column, row].flatMap((place) => {
      const angle = tf.matMul(place as tf.Tensor2D, frequencies as tf.Tensor2D);
      return [tf.sin(angle), tf.cos(angle)];
    });
    expect(positions).toBeAllClose(tf.expandDims(tf.concat(blocks, 1), 0), { atol: 1e-6 });
  });
  it("refuses a width that 6 does not divide, and says which does", () => {
    expect(() => sinusoidalGridPositions({ frames, height, width }, 16)).toThrow(
      "sinusoidalGridPositions: expected a dim that 6 divides, a sine and a cosine for time, column and row, got 16; use 18 or learned positions",
    );
  });
});
