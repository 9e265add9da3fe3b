import { countValues, type HostTensor, type Leaf, ShapeError, treeLeaves } from "@vivit/nn";
import type { TracedLeaf } from "./trace/trace-function.ts";

/**
 * Find the values of every expected leaf.
 *
 * @param leaves what the function was made for
 * @param tree what came
 * @returns the values by path
 * @throws ShapeError naming the leaf that is missing, unknown, or of another type or shape
 */
export function checkInputs(caller: string, leaves: readonly TracedLeaf[], tree: unknown): Map<string, HostTensor> {
  const came = new Map(treeLeaves(tree as Leaf) as [string, HostTensor][]);
  for (const leaf of leaves) {
    const values = came.get(leaf.path);
    const where = leaf.path ? `${caller}: ${leaf.path}` : caller;
    if (!values) throw new ShapeError(`${where}: expected ${describe(leaf)}, got nothing`);
    checkLeaf(where, leaf, values);
  }
  if (came.size === leaves.length) return came;
  const paths = new Set(leaves.map(({ path }) => path));
  const [path, leaf] = [...came].find(([path]) => !paths.has(path))!;
  throw new ShapeError(
    `${caller}: ${path}: expected no such input, got ${describe(leaf)}; the inputs are ${list(paths)}`,
  );
}

function checkLeaf(where: string, leaf: TracedLeaf, came: HostTensor): void {
  const { dtype, shape, values } = came;
  if (
    dtype !== leaf.dtype ||
    shape.length !== leaf.shape.length ||
    shape.some((size, axis) => size !== leaf.shape[axis])
  )
    throw new ShapeError(`${where}: expected ${describe(leaf)}, got ${describe(came)}`);
  const arrayType = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  if (!(values instanceof arrayType) || values.length !== countValues(shape))
    throw new ShapeError(
      `${where}: expected a ${arrayType.name} of ${countValues(shape)} values, got ${describeValues(values)}`,
    );
}

/** Such as `float32 [2, 3]`. */
export function describe({ dtype, shape }: Leaf): string {
  return `${dtype} [${shape.join(", ")}]`;
}

function describeValues(values: unknown): string {
  if (values === undefined) return "none";
  return ArrayBuffer.isView(values)
    ? `a ${values.constructor.name} of ${(values as Uint8Array).length} values`
    : typeof values;
}

function list(paths: Iterable<string>): string {
  return [...paths].map((path) => `"${path}"`).join(", ");
}
