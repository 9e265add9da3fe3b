import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { reasonNotLowered } from "./reasons.ts";
import { listKernels, lowerings } from "./table.ts";

/** Kernels of this project, which `nn` asks for by name. */
const own = [
  "VivitAfter",
  "VivitAttention",
  "VivitAttentionGradient",
  "VivitGelu",
  "VivitGeluGradient",
  "VivitLayerNorm",
];

describe("the lowering table", () => {
  it("names kernels that TensorFlow.js or this project has, and no others", () => {
    const known = new Set([...own, ...Object.values(tf).filter((value) => typeof value === "string")]);
    expect(Object.keys(lowerings).filter((name) => !known.has(name))).toEqual([]);
  });

  it("lists each in one family", () => {
    const listed = listKernels().flatMap(({ kernels }) => kernels);
    expect(listed.toSorted()).toEqual(Object.keys(lowerings).sort());
  });

  it("has no kernel of which it is said why it has no lowering", () =>
    expect(Object.keys(lowerings).filter(reasonNotLowered)).toEqual([]));

  it("has at least 100 of them", () => expect(Object.keys(lowerings).length).toBeGreaterThanOrEqual(100));
});
