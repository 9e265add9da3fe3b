import { preset, presets } from "@vivit/models";
import { describe, expect, it } from "vitest";
import { largestBuffer } from "../runtimes/check-buffers.ts";
import { describeConfig } from "./describe-model.ts";

const labels = Array.from({ length: 400 }, (_, id) => `class ${id}`);

describe("describeConfig", () => {
  it("says what the paper's model takes", () => {
    const described = describeConfig("B", presets["vivit-b-16x2"], labels);
    expect(described.parameters).toBe(88_954_000);
    expect(described.memoryBytes).toBeGreaterThan(4 * 88_954_000);
    expect(described.obstacle).toBeUndefined();
  });
  it("says what will not fit", () =>
    expect(describeConfig("H", preset("vivit-h-14x2"), labels).obstacle).toMatch(
      /^It needs \d\.\d GB, and WebAssembly has 4 GB: it will not fit in this page. Run it in Node with vivit predict.$/,
    ));
});

describe("largestBuffer", () => {
  it("of Model 1 with 3,137 tokens is its MLP, below the smallest limit of all devices", () => {
    expect(largestBuffer(presets["vivit-b-16x2"])).toBe(4 * (3136 + 16) * 3072);
    expect(largestBuffer(presets["vivit-b-16x2"])).toBeLessThan(128 * 2 ** 20);
  });
});
