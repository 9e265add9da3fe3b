import { type HostTensor, type Leaf, treeLeaves } from "@vivit/nn";
import type { Executor, NamedLeaf } from "./executor.ts";
import type { Traced } from "./trace/trace-function.ts";

/**
 * Run two programs of one function on the same inputs and find the largest difference of each float32 output.
 *
 * @param loadPrecise the program to compare with, released afterwards
 * @returns largest absolute differences by path; undefined where the inputs have no values
 */
export async function measureDifference(
  loadPrecise: () => Promise<Executor>,
  executor: Executor,
  traced: Traced,
  inputs: unknown,
): Promise<Record<string, number> | undefined> {
  const values = new Map(treeLeaves(inputs as Leaf) as [string, HostTensor][]);
  const used = new Set(traced.graph.inputs.map(({ name }) => name));
  const leaves = traced.inputs.filter(({ name }) => used.has(name!));
  if (!leaves.every(({ path }) => values.get(path)?.values)) return undefined;
  const feeds = new Map(leaves.map(({ path, name }) => [name!, values.get(path)!]));
  const outputs = traced.outputs.filter(
    (leaf): leaf is NamedLeaf => leaf.name !== undefined && leaf.dtype === "float32",
  );
  const precise = await loadPrecise();
  const expected = await precise.run(feeds, outputs).finally(() => precise.release());
  const got = await executor.run(feeds, outputs);
  return Object.fromEntries(
    outputs.map(({ path, name }) => [path, largestDifference(expected.get(name)!.values, got.get(name)!.values)]),
  );
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let place = 0; place < a.length; place++) largest = Math.max(largest, Math.abs(a[place]! - b[place]!));
  return largest;
}
