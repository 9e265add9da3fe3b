import { estimateMemory } from "./graph/estimate-memory.ts";
import type { Graph } from "./graph/graph.ts";

/**
 * Refuse a program that needs more memory than there is, before anything is allocated.
 *
 * @param most bytes that it may need
 * @throws RangeError saying how much it needs, for what, and what lowers it
 */
export function checkMemory(graph: Graph, most: number): void {
  const { total, ends, constants, between } = estimateMemory(graph);
  if (total <= most) return;
  throw new RangeError(
    `compile: expected a program that needs at most ${megabytes(most)}, got one that needs about ${megabytes(total)}: ${megabytes(ends)} for inputs and outputs, ${megabytes(constants)} for constants, ${megabytes(between)} for values in between; a smaller batch or smaller inputs lower all, checkpointing (checkpoint of @vivit/nn) the values in between`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
}
