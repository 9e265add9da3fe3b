import { describe, expect, it } from "vitest";
import { lecunNormal, normalValues, ones, xavierUniform, zeros } from "./initializers.ts";
import { randomKey } from "./random-key.ts";

const key = randomKey(3);
const deviation = (values: ArrayLike<number>) =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length);

describe("initializers", () => {
  it("xavierUniform fills ±√(6 / (inputs + outputs)) evenly", () => {
    const { values } = xavierUniform(key, [400, 200]);
    const limit = Math.sqrt(6 / 600);
    expect(Math.max(...values)).toBeLessThanOrEqual(limit);
    expect(Math.max(...values)).toBeGreaterThan(0.999 * limit);
    expect(deviation(values)).toBeCloseTo(limit / Math.sqrt(3), 3);
  });
  it("lecunNormal has deviation √(1 / inputs) and no tail", () => {
    const { values } = lecunNormal(key, [2, 8, 8, 3, 100]);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(1 / 384), 3);
    expect(Math.max(...values)).toBeLessThanOrEqual((2 * Math.sqrt(1 / 384)) / 0.8796);
  });
  it("normalValues has the deviation asked for", () =>
    expect(deviation(normalValues(0.02)(key, [50, 400]).values)).toBeCloseTo(0.02, 3));
  it("zeros and ones are", () => {
    expect([...zeros(key, [2]).values, ...ones(key, [2]).values]).toEqual([0, 0, 1, 1]);
  });
  it("refuse a kernel without two axes", () => {
    expect(() => xavierUniform(key, [5])).toThrow("xavierUniform: expected a kernel [...inputs, outputs], got [5]");
    expect(() => lecunNormal(key, [5])).toThrow("lecunNormal: expected a kernel [...inputs, outputs], got [5]");
  });
});
