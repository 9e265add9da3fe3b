import { expect } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { runGraph } from "./run-graph.ts";

/** Expect two graphs to compute the same outputs from the same random inputs. */
export async function expectSameResults(before: Graph, after: Graph, tolerance = 1e-5): Promise<void> {
  const [expected, got] = [await runGraph(before), await runGraph(after)];
  expect(Object.keys(got)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected))
    for (const [index, value] of values.entries())
      expect(Math.abs(got[name]![index]! - value), `${name}[${index}]`).toBeLessThanOrEqual(
        tolerance * (1 + Math.abs(value)),
      );
}
