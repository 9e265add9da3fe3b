import { describe, expect, it } from "vitest";
import { ConstantPool, uniformValue } from "./constant-pool.ts";

describe("ConstantPool", () => {
  it("keeps equal constants once", () => {
    const pool = new ConstantPool();
    const first = pool.constant(Float32Array.of(1, 2), [2], "float32");
    expect(pool.constant(Float32Array.of(1, 2), [2], "float32")).toBe(first);
    expect(pool.list()).toEqual([first]);
  });

  it("keeps apart what differs in a value, in shape or in type", () => {
    const pool = new ConstantPool();
    pool.constant(Float32Array.of(1, 2), [2], "float32");
    pool.constant(Float32Array.of(1, 3), [2], "float32");
    pool.constant(Float32Array.of(1, 2), [1, 2], "float32");
    pool.constant(Int32Array.of(0x3f800000, 0x40000000), [2], "int32"); // the same bytes
    expect(pool.list()).toHaveLength(4);
  });

  it("copies the values", () => {
    const pool = new ConstantPool();
    const values = Float32Array.of(1);
    const { bytes } = pool.constant(values, [], "float32");
    values[0] = 2;
    expect(new Float32Array(bytes.buffer)[0]).toBe(1);
  });
});

describe("uniformValue", () => {
  it("finds the number that fills an array", () => expect(uniformValue([3, 3, 3])).toBe(3));
  it("tells 0 from −0, and finds no number in an empty array", () =>
    expect([uniformValue([0, -0]), uniformValue([])]).toEqual([undefined, undefined]));
});
