import type * as tf from "@tensorflow/tfjs-core";
import { type HostDataType, type Leaf, mapTree, treeLeaves } from "@vivit/nn";
import type { Graph, Value } from "../graph/graph.ts";
import type { TraceBackend } from "./trace-backend.ts";
import { withTraceBackend } from "./with-trace-backend.ts";

/** One leaf of what a traced function takes or returns. */
export interface TracedLeaf {
  readonly path: string;
  readonly dtype: HostDataType;
  readonly shape: readonly number[];
  /** The name in the graph; absent where the graph does not compute the leaf because it is an input that came back as it was. */
  readonly name?: string;
}

/** A traced function with the structure of what it takes and returns. */
export interface Traced {
  readonly graph: Graph;
  readonly inputs: readonly TracedLeaf[];
  readonly outputs: readonly TracedLeaf[];
  /** The returned records and arrays; the leaves are those of `outputs`. */
  readonly outputTree: unknown;
}

/**
 * Trace a function and keep the structure of its inputs and outputs.
 *
 * @param carry name of a top-level branch; its leaves need no output in the graph where they come back as they were
 * @param freeze name of a top-level branch whose values become constants; it is no input any more
 */
export function traceFunction(
  fn: (inputs: unknown) => unknown,
  inputs: unknown,
  { carry, freeze }: { carry?: string | undefined; freeze?: string | undefined } = {},
): Traced {
  return withTraceBackend((backend) => {
    const leaves = inputLeaves(inputs);
    const isFrozen = ({ path }: TracedLeaf) => freeze !== undefined && isBelow(path, freeze);
    const frozen = frozenValues(inputs, freeze);
    const inputValues = leaves.map((leaf) =>
      isFrozen(leaf)
        ? backend.graph.constant(frozen.get(leaf.path)!, leaf.shape, leaf.dtype)
        : backend.graph.input(leaf.name, leaf.dtype, leaf.shape),
    );
    const tensors = new Map(leaves.map(({ path }, index) => [path, backend.tensor(inputValues[index]!)]));
    const returned = fn(mapTree(inputs, (_, path) => tensors.get(path)!));
    const values = returnedValues(backend, returned);
    const names = new Set(leaves.map(({ name }) => name));
    const outputs = values.map(([path, { dtype, shape }, value]): TracedLeaf => {
      const isKept = carry !== undefined && isBelow(path, carry) && leaves[inputValues.indexOf(value)]?.path === path;
      return { path, dtype, shape, ...(!isKept && { name: unusedName(path || "output", names) }) };
    });
    const graph = backend.graph.finish(
      outputs.flatMap(({ name }, index) => (name === undefined ? [] : [[name, values[index]![2]] as const])),
    );
    const byPath = new Map(outputs.map((leaf) => [leaf.path, leaf]));
    return {
      graph,
      inputs: leaves.filter((leaf) => !isFrozen(leaf)),
      outputs,
      outputTree: mapTree(returned, (_, path) => byPath.get(path)!),
    };
  });
}

/** The values of a branch by path. */
function frozenValues(inputs: unknown, freeze: string | undefined): Map<string, ArrayLike<number>> {
  const leaves = freeze === undefined ? [] : treeLeaves((inputs as Record<string, Leaf>)[freeze], freeze);
  return new Map(
    leaves.map(([path, leaf]) => {
      const values = "values" in leaf ? leaf.values : (leaf as Partial<tf.Tensor>).dataSync?.();
      if (!values)
        throw new TypeError(
          `compile: options.freeze: expected values in every leaf of "${freeze}", got none at ${path}; give the branch with its values, or leave it an input`,
        );
      return [path, values as ArrayLike<number>];
    }),
  );
}

/** Whether a path is a top-level branch or a leaf below it. */
export function isBelow(path: string, branch: string): boolean {
  return path === branch || path.startsWith(`${branch}.`);
}

/** The leaves of a function's inputs. */
export function inputLeaves(inputs: unknown): (TracedLeaf & { name: string })[] {
  return treeLeaves(inputs as Leaf).map(inputLeaf);
}

function inputLeaf([path, { dtype, shape }]: [string, Leaf]): TracedLeaf & { name: string } {
  if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool")
    throw new TypeError(`trace: ${path || "inputs"}: expected float32, int32 or bool, got ${dtype}`);
  return { path, name: path || "input", dtype, shape: [...shape] };
}

function returnedValues(backend: TraceBackend, returned: unknown): [path: string, leaf: TracedLeaf, value: Value][] {
  const leaves = treeLeaves(returned as tf.Tensor);
  if (leaves.length === 0) throw new TypeError("trace: expected the function to return tensors, got none");
  return leaves.map(([path, tensor]) => {
    if (!("dataId" in tensor))
      throw new TypeError(`trace: ${path}: expected a tensor to be returned, got plain values`);
    const { dtype, shape } = tensor;
    return [path, { path, dtype: dtype as HostDataType, shape: [...shape] }, backend.graphValue(tensor, "return")];
  });
}

/** Inputs and outputs of an ONNX graph share one set of names: an output called as an input gets `.out` behind it. */
function unusedName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  while (taken.has(name)) name += ".out";
  taken.add(name);
  return name;
}
