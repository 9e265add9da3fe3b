import { type Leaf, ShapeError, type Tree, treeLeaves } from "@vivit/nn";
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
  const wanted = new Map(treeLeaves(findVariant(config).specs(config)));
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
  if (found.length === 0) return;
  const list = found.map(([problem, paths]) => `${problem}: ${paths.join(", ")}`).join("; ");
  throw new ShapeError(
    `${caller}: expected the parameters of a ${config.variant} model, got ${list}; ${fixFor(misshaped.map(([path]) => path))}`,
  );
}

function sameShape(leaf: Leaf, shape: readonly number[]): boolean {
  return leaf.shape.length === shape.length && leaf.shape.every((size, axis) => size === shape[axis]);
}

function fixFor(misshaped: readonly string[]): string {
  return misshaped.some((path) => /(^|\.)positions$/.test(path))
    ? 'positions belong to one clip size: initializeFrom of @vivit/weights fits them to another, by its option positions "resize" or "tile"'
    : "initializeParameters draws those of this configuration";
}
