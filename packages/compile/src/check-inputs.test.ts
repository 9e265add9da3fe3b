import { hostTensor, ShapeError } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { checkInputs } from "./check-inputs.ts";

const leaves = [
  { path: "clip", dtype: "float32", shape: [1, 2] },
  { path: "state.w", dtype: "int32", shape: [] },
] as const;
const clip = hostTensor(Float32Array.of(1, 2), [1, 2]);
const w = { dtype: "int32", shape: [], values: Int32Array.of(3) } as const;

describe("checkInputs", () => {
  it("finds the values of every leaf", () =>
    expect([...checkInputs("run", leaves, { clip, state: { w } })]).toEqual([
      ["clip", clip],
      ["state.w", w],
    ]));

  it.each([
    [{ clip }, "run: state.w: expected int32 [], got nothing"],
    [
      { clip, state: { w, b: w } },
      'run: state.b: expected no such input, got int32 []; the inputs are "clip", "state.w"',
    ],
    [
      { clip: hostTensor(Float32Array.of(1, 2), [2, 1]), state: { w } },
      "run: clip: expected float32 [1, 2], got float32 [2, 1]",
    ],
    [{ clip, state: { w: { ...w, dtype: "bool" } } }, "run: state.w: expected int32 [], got bool []"],
    [
      { clip: { ...clip, values: Float32Array.of(1) }, state: { w } },
      "run: clip: expected a Float32Array of 2 values, got a Float32Array of 1 values",
    ],
    [
      { clip: { ...clip, values: Int32Array.of(1, 2) }, state: { w } },
      "run: clip: expected a Float32Array of 2 values, got a Int32Array of 2 values",
    ],
    [
      { clip: { dtype: "float32", shape: [1, 2] }, state: { w } },
      "run: clip: expected a Float32Array of 2 values, got none",
    ],
  ])("refuses what does not fit: %#", (inputs, message) => {
    expect(() => checkInputs("run", leaves, inputs)).toThrow(new ShapeError(message));
  });

  it("names no path where the input is a single tensor", () =>
    expect(() => checkInputs("run", [{ path: "", dtype: "float32", shape: [1] }], clip)).toThrow(
      new ShapeError("run: expected float32 [1], got float32 [1, 2]"),
    ));
});
