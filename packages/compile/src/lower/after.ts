import { countValues } from "@vivit/nn";
import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { elementwise } from "./elementwise.ts";
import type { LoweringTable } from "./lowering.ts";
import { reshape } from "./shape.ts";
import { slice } from "./slicing.ts";

/** A value that no runtime can have before another one: what is computed from it is neither computed early nor merged. */
export const after: LoweringTable = {
  VivitAfter: (graph, { x, after }: { x: Value; after: Value }) =>
    elementwise(graph, "Add", [x, zeroFrom(graph, after)], "float32"),
};

/** The number 0, whatever the value holds, which only running the graph can tell: no number is above infinity, nor is NaN. */
export function zeroFrom(graph: GraphBuilder, value: Value): Value {
  const first = reshape(graph, slice(graph, reshape(graph, value, [countValues(value.shape)]), [0], [1]), []);
  const above = elementwise(graph, "Greater", [first, graph.scalar(Number.POSITIVE_INFINITY)], "bool");
  return cast(graph, above, "float32");
}
