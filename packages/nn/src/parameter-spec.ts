import type { HostTensor } from "./host-tensor.ts";
import type { Initializer } from "./initializers.ts";
import { foldIn, type RandomKey } from "./random-key.ts";
import { type MappedTree, mapTree } from "./tree.ts";

/** What is known of a parameter before it exists: its shape and how it begins. */
export interface ParameterSpec {
  readonly dtype: "float32";
  readonly shape: readonly number[];
  readonly initialize: Initializer;
}

/** Describe one parameter. */
export function parameter(shape: readonly number[], initialize: Initializer): ParameterSpec {
  return { dtype: "float32", shape, initialize };
}

/**
 * Draw every parameter of a tree. Each has a key of its own, made of `key` and its path, so that adding or removing one
 * changes no other.
 *
 * @returns the same tree with values in plain memory
 */
export function initializeTree<Specs>(specs: Specs, key: RandomKey): MappedTree<Specs, HostTensor> {
  return mapTree(specs, (spec, path) => {
    const { initialize, shape } = spec as ParameterSpec;
    return initialize(foldIn(key, path), shape);
  });
}
