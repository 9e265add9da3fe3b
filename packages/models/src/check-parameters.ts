import { isLeaf, type Leaf, ShapeError, type Tree, treeLeaves } from "@vivit/nn";
import { findVariant } from "./find-variant.ts";
import type { ModelConfig } from "./model-config.ts";

/**
 * Check that a tree holds the parameters of a model and nothing else.
 *
 * Takes shapes alone, so that parameters in plain memory and on a backend are checked alike.
 *
 * @param params leaves with a shape
 * @throws ShapeError that lists every path missing, unknown or of another shape
 */
export function checkParameters(params: Tree<Leaf>, config: ModelConfig, caller = "checkParameters"): void {
  const specs = findVariant(config).specs(config);
  if (fits(params, specs)) return;
  const wanted = new Map(treeLeaves(specs));
  const given = new Map(treeLeaves(params));
  const misshaped = [...wanted].filter(([path, { shape }]) => given.has(path) && !sameShape(given.get(path)!, shape));
  const problems = {
    missing: [...wanted.keys()].filter((path) => !given.has(path)),
    unknown: [...given.keys()].filter((path) => !wanted.has(path)),
    "wrong shape": misshaped.map(
      ([path, { shape }]) => `${path} [${given.get(path)!.shape.join(", ")}] (expected [${shape.join(", ")}])`,
    ),
  };
  const found = Object.entries(problems).filter(([, paths]) => paths.length > 0);
  if (found.length === 0) return; // the same leaves, in other containers
  const list = found.map(([problem, paths]) => `${problem}: ${paths.join(", ")}`).join("; ");
  throw new ShapeError(
    `${caller}: expected the parameters of a ${config.variant} model, got ${list}; ${fixFor(misshaped.map(([path]) => path))}`,
  );
}

/** Whether two trees have the same names and shapes; without a word about paths, so that every call of a model can ask. */
function fits(tree: Tree<Leaf> | undefined, specs: Tree<Leaf> | undefined): boolean {
  if (typeof specs !== "object" || typeof tree !== "object" || tree === null) return false;
  if (isLeaf(specs) || isLeaf(tree)) return isLeaf(specs) && isLeaf(tree) && sameShape(tree, specs.shape);
  const [below, wanted] = [tree as Record<string, Tree<Leaf>>, specs as Record<string, Tree<Leaf>>];
  const names = Object.keys(wanted);
  return names.length === Object.keys(below).length && names.every((name) => fits(below[name], wanted[name]));
}

function sameShape(leaf: Leaf, shape: readonly number[]): boolean {
  return leaf.shape.length === shape.length && leaf.shape.every((size, axis) => size === shape[axis]);
}

function fixFor(misshaped: readonly string[]): string {
  return misshaped.some((path) => /(^|\.)positions$/.test(path))
    ? 'positions belong to one clip size: initializeFrom of @vivit/weights fits them to another, by its option positions "resize" or "tile"'
    : "initializeParameters draws those of this configuration";
}
