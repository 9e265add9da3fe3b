import { type Leaf, treeLeaves } from "@vivit/nn";
import type { GraphOptions } from "./compile-options.ts";
import type { PreparedGraph } from "./prepare-graph.ts";

/** Graphs by function; a function that is gone takes its graphs along. */
const cache = new WeakMap<object, Map<string, PreparedGraph>>();

/** A number for each frozen branch: two branches with the same shapes may hold other values. */
const identities = new WeakMap<object, number>();
let identityCount = 0;

/** The graph made before for this function, these shapes and options, or a new one. */
export function cachedGraph(
  fn: object,
  inputs: unknown,
  options: GraphOptions<string, string>,
  prepare: () => PreparedGraph,
): PreparedGraph {
  const known = cache.get(fn) ?? new Map<string, PreparedGraph>();
  cache.set(fn, known);
  const key = keyOf(inputs, options);
  const graph = known.get(key) ?? prepare();
  known.set(key, graph);
  return graph;
}

function keyOf(
  inputs: unknown,
  { carry, freeze, optimize = true, precision = "float32", keepMemory = true }: GraphOptions<string, string>,
) {
  const leaves = treeLeaves(inputs as Leaf).map(([path, { dtype, shape }]) => [path, dtype, shape]);
  const frozen = freeze === undefined ? undefined : identityOf((inputs as Record<string, unknown>)[freeze]);
  return JSON.stringify([leaves, carry, freeze, frozen, optimize, precision, keepMemory]);
}

function identityOf(branch: unknown): number | undefined {
  if (typeof branch !== "object" || branch === null) return undefined;
  const known = identities.get(branch) ?? identityCount++;
  identities.set(branch, known);
  return known;
}
