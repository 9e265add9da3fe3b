import type { Graph, Value } from "@vivit/compile";
import { countValues } from "@vivit/nn";

/** Operators that give their input another shape and no memory of its own. */
const views: ReadonlySet<string> = new Set(["Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity"]);

/**
 * The most values that live at once while a graph runs node by node, its inputs, outputs and constants not counted.
 *
 * A value lives from the node that computes it to the last one that reads it or a view of it.
 */
export function countLiveValues({ nodes, inputs, outputs, constants }: Graph): number {
  const sources = new Map<Value, Value>();
  const sourceOf = (value: Value): Value => (sources.has(value) ? sourceOf(sources.get(value)!) : value);
  for (const node of nodes) if (views.has(node.operator)) sources.set(node.outputs[0]!, node.inputs[0]!);
  const lastRead = new Map<Value, number>();
  for (const [index, node] of nodes.entries())
    for (const value of [...node.inputs, ...node.outputs]) if (value) lastRead.set(sourceOf(value), index);
  const ending = nodes.map((): Value[] => []);
  for (const [value, index] of lastRead) ending[index]!.push(value);
  const elsewhere = new Set<Value>([...inputs, ...constants, ...outputs.map(sourceOf)]);
  const size = (values: readonly Value[]) =>
    values.reduce((sum, value) => sum + (elsewhere.has(value) ? 0 : countValues(value.shape)), 0);
  let [live, most] = [0, 0];
  for (const [index, node] of nodes.entries()) {
    live += size(node.outputs.filter((value) => sourceOf(value) === value));
    most = Math.max(most, live);
    live -= size(ending[index]!);
  }
  return most;
}
