import { describe, expect, it } from "vitest";
import type { Graph, GraphNode, Value } from "./graph.ts";
import { removeDeadNodes } from "./remove-dead-nodes.ts";

const value = (name: string): Value => ({ name, dtype: "float32", shape: [] });
const node = (operator: string, inputs: (Value | undefined)[], outputs: Value[]): GraphNode => ({
  operator,
  domain: "",
  inputs,
  outputs,
  attributes: {},
});

describe("removeDeadNodes", () => {
  it("drops nodes, constants and inputs that no output needs", () => {
    const [a, b, c, d, sum, unused, chained] = ["a", "b", "c", "d", "sum", "unused", "chained"].map(value) as Value[];
    const constant = { ...c!, bytes: new Uint8Array(4) };
    const graph: Graph = {
      inputs: [a!, b!],
      outputs: [sum!],
      nodes: [
        node("Neg", [b], [unused!]),
        node("Add", [a, undefined, constant], [sum!]),
        node("Abs", [unused], [chained!]),
      ],
      constants: [constant, { ...d!, bytes: new Uint8Array(4) }],
    };
    const live = removeDeadNodes(graph);
    expect(live.inputs).toEqual([a]);
    expect(live.nodes.map(({ operator }) => operator)).toEqual(["Add"]);
    expect(live.constants).toEqual([constant]);
  });

  it("keeps a node of which one output is needed", () => {
    const [x, y, z] = [value("x"), value("y"), value("z")];
    const graph: Graph = { inputs: [x], outputs: [z], nodes: [node("Split", [x], [y, z])], constants: [] };
    expect(removeDeadNodes(graph)).toEqual(graph);
  });
});
