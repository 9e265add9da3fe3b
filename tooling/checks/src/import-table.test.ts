import { expect, it } from "vitest";
import { findCycle } from "./find-cycle.ts";
import { importTable } from "./import-table.ts";

it("names only packages that have a row, and no cycle", () => {
  const graph = new Map(Object.entries(importTable).map(([name, row]) => [name, row.packages]));
  for (const packages of graph.values()) for (const name of packages) expect([...graph.keys()]).toContain(name);
  expect(findCycle(graph)).toBeUndefined();
});
