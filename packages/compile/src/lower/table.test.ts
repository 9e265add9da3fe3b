import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { lowerings } from "./table.ts";

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

  it("has at least 100 of them", () => expect(Object.keys(lowerings).length).toBeGreaterThanOrEqual(100));
});
