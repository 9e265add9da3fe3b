import { type HostTensor, isLeaf, type Leaf, ShapeError, treeLeaves } from "@vivit/nn";
import { describe } from "./check-inputs.ts";
import { isBelow } from "./trace/trace-function.ts";

type NamedLeaf = Leaf & { readonly path: string };

/**
 * Check that a function returns its carried branch as it took it: the same leaves, types and shapes.
 *
 * @throws ShapeError naming the leaf that differs
 */
export function checkCarry(
  caller: string,
  carry: string,
  inputs: readonly NamedLeaf[],
  outputs: readonly NamedLeaf[],
): void {
  const taken = new Map(inputs.filter(({ path }) => isBelow(path, carry)).map((leaf) => [leaf.path, leaf]));
  const returned = new Map(outputs.filter(({ path }) => isBelow(path, carry)).map((leaf) => [leaf.path, leaf]));
  for (const [path, leaf] of taken) {
    const back = returned.get(path);
    if (!back || describe(back) !== describe(leaf))
      throw new ShapeError(
        `${caller}: carry "${carry}": expected the function to return ${path} as ${describe(leaf)}, got ${back ? describe(back) : "nothing"}`,
      );
  }
  for (const path of returned.keys())
    if (!taken.has(path))
      throw new ShapeError(`${caller}: carry "${carry}": expected only what the inputs have, got ${path} as well`);
}

/** @throws ShapeError if the branch that an option names is not one of the inputs */
export function checkBranchName(caller: string, option: "carry" | "freeze", branch: string, inputs: unknown): void {
  const names = isLeaf(inputs) ? [] : Object.keys(inputs as object);
  if (!names.includes(branch))
    throw new ShapeError(
      `${caller}: options.${option}: expected a branch of the inputs (${names.join(", ")}), got "${branch}"`,
    );
}

/** The first carried state: the branch of the inputs, if every leaf has values. */
export function initialCarry(inputs: unknown, carry: string): Record<string, unknown> | undefined {
  const branch = (inputs as Record<string, unknown>)[carry];
  const hasValues = treeLeaves(branch as HostTensor).every(([, leaf]) => "values" in leaf);
  return hasValues ? { [carry]: branch } : undefined;
}

/** The message for a program that carries nothing. */
export function noCarry(caller: string): string {
  return `${caller}: expected a program with a carried state, got one without; name its branch in options.carry`;
}

/** The message for a program whose carried state has not been set. */
export function noState(caller: string): string {
  return `${caller}: expected a carried state, got none; call writeCarry first, or give the inputs values when making the program`;
}

/** A record without one of its branches. */
export function without<Branch>(branches: Record<string, Branch>, name: string): Record<string, Branch> {
  return Object.fromEntries(Object.entries(branches).filter(([key]) => key !== name));
}
