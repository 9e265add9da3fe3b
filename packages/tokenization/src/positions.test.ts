import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { addPositions, positionSpec } from "./positions.ts";

const tokens = tf.zeros<tf.Rank.R3>([2, 3, 1]);

describe("addPositions", () => {
  it("adds the same positions to every clip", () => {
    expect(addPositions(tokens, tf.tensor3d([1, 2, 3], [1, 3, 1]))).toBeAllClose(
      tf.tensor3d([1, 2, 3, 1, 2, 3], [2, 3, 1]),
    );
  });
  it("refuses positions of another count", () => {
    expect(() => addPositions(tokens, tf.zeros([1, 4, 1]))).toThrow(
      "addPositions: positions: expected [one=1, tokens=3, dim=1], got [1, 4, 1]",
    );
  });
  it("keeps only its result", () => expect(() => addPositions(tokens, tf.zeros([1, 3, 1]))).toKeepTensors(2));
  it("has one vector a token", () => expect(positionSpec(197, 768).shape).toEqual([1, 197, 768]));
});
