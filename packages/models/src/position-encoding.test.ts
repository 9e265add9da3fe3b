import * as tf from "@tensorflow/tfjs-core";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { checkPositions, placeTokens, positionSpecs } from "./position-encoding.ts";

const grid = { frames: 2, height: 1, width: 2 };
const tokens = seededTensor<tf.Rank.R3>([2, 4, 12], 1);
const withClassToken = seededTensor<tf.Rank.R3>([2, 5, 12], 2);

/** Sine and cosine of one place, a sixth of the vector each. */
const waves = (place: number) =>
  [Math.sin, Math.cos].flatMap((wave) => [0, 1].map((index) => wave(place * 10_000 ** (-index / 2))));
const gridPositions = [0, 1].flatMap((time) => [0, 1].map((column) => [...waves(time), ...waves(column), ...waves(0)]));
/** Sines and cosines in turn. */
const linePositions = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    Array.from({ length: 12 }, (_, at) =>
      (at % 2 === 0 ? Math.sin : Math.cos)(place * 10_000 ** (-(at - (at % 2)) / 12)),
    ),
  );

describe("placeTokens", () => {
  it("adds learned positions unless told otherwise", () => {
    const learned = seededTensor<tf.Rank.R3>([1, 4, 12], 3);
    expect(placeTokens(tokens, learned, { grid })).toBeAllClose(tf.add(tokens, learned));
  });
  it("adds waves over time, column and row", () => {
    const placed = placeTokens(tokens, undefined, { grid, positions: "sinusoidal-3d" });
    expect(placed).toBeAllClose(tf.add(tokens, tf.tensor2d(gridPositions)));
  });
  it("leaves the class token where it is", () => {
    const placed = placeTokens(withClassToken, undefined, { grid, positions: "sinusoidal-3d" });
    expect(placed).toBeAllClose(tf.add(withClassToken, tf.tensor2d([Array(12).fill(0), ...gridPositions])));
  });
  it("adds waves over the order of tokens, the class token first", () => {
    for (const at of [tokens, withClassToken]) {
      const placed = placeTokens(at, undefined, { grid, positions: "sinusoidal-1d" });
      expect(placed).toBeAllClose(tf.add(at, tf.tensor2d(linePositions(at.shape[1]))));
    }
  });
  it("adds nothing", () => {
    expect(placeTokens(tokens, undefined, { grid, positions: "none" })).toBeAllClose(tokens);
  });
  it.each(["sinusoidal-1d", "sinusoidal-3d"] as const)("keeps only its result: %s", (positions) => {
    expect(() => placeTokens(withClassToken, undefined, { grid, positions })).toKeepTensors(1);
  });
  it.each(["sinusoidal-1d", "sinusoidal-3d", "none"] as const)("passes the gradient on: %s", (positions) => {
    const loss = (at: tf.Tensor) => tf.sum(tf.mul(placeTokens(at as tf.Tensor3D, undefined, { grid, positions }), 3));
    expect(tf.grad(loss)(withClassToken)).toBeAllClose(tf.fill([2, 5, 12], 3));
  });
});

describe("positionSpecs", () => {
  it("are those of learned positions alone", () => {
    expect(positionSpecs(undefined, 4, 12).positions?.shape).toEqual([1, 4, 12]);
    for (const kind of ["sinusoidal-1d", "sinusoidal-3d", "none"] as const)
      expect(positionSpecs(kind, 4, 12)).toEqual({});
  });
});

describe("checkPositions", () => {
  it("refuses widths that waves cannot have", () => {
    expect(() => checkPositions("sinusoidal-1d", 7)).toThrow(
      "sinusoidalPositions: expected an even dim, a sine and a cosine each, got 7",
    );
    expect(() => checkPositions("sinusoidal-3d", 16)).toThrow(
      "sinusoidalGridPositions: expected a dim that 6 divides, a sine and a cosine for time, column and row, got 16; use 18 or learned positions",
    );
    expect(() => checkPositions("none", 7)).not.toThrow();
  });
});
