import { describe, expect, it } from "vitest";
import type { Value } from "./graph.ts";
import { NodePool } from "./node-pool.ts";

const value = (name: string): Value => ({ name, dtype: "float32", shape: [2] });
const [x, y] = [value("x"), value("y")];
const output = [{ dtype: "float32", shape: [2] }] as const;

describe("NodePool", () => {
  it("computes a common subexpression once", () => {
    const pool = new NodePool();
    const [first] = pool.outputs("Add", [x, y], output, {}, "");
    expect(pool.outputs("Add", [x, y], output, {}, "")[0]).toBe(first);
    expect(pool.nodes).toHaveLength(1);
  });

  it("keeps apart what differs in operator, inputs, their order, attributes or domain", () => {
    const pool = new NodePool();
    pool.outputs("Sub", [x, y], output, {}, "");
    pool.outputs("Sub", [y, x], output, {}, "");
    pool.outputs("Div", [x, y], output, {}, "");
    pool.outputs("Softmax", [x], output, { axis: 0 }, "");
    pool.outputs("Softmax", [x], output, { axis: 1 }, "");
    pool.outputs("Softmax", [x], output, { axis: 1 }, "com.microsoft");
    pool.outputs("Clip", [x, undefined, y], output, {}, "");
    pool.outputs("Clip", [x, y], output, {}, "");
    expect(pool.nodes).toHaveLength(8);
  });
});
