import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ModelConfig, parameterSpecs } from "@vivit/models";
import {
  countValues,
  type HostTensor,
  hostTensor,
  mapTree,
  type ParameterSpec,
  type Tree,
  treeLeaves,
} from "@vivit/nn";
import { toScenic } from "@vivit/weights";
import { fixturesDirectory } from "./cases.ts";
import { headsOf } from "./run-model-case.ts";
import type { ScenicModel } from "./scenic-config.ts";

/** A model of the reference at full size: its configuration, and name and shape of every parameter. */
export interface ParameterShapes {
  readonly file: string;
  /** [batch, frames, height, width, channels] */
  readonly input: readonly number[];
  readonly num_classes: number;
  readonly num_params: number;
  readonly config: { readonly model: ScenicModel };
  readonly params: Readonly<Record<string, readonly number[]>>;
}

/** Every file of the set that lists parameters; none if the set has no such family. */
export function readParameterShapes(): ParameterShapes[] {
  const directory = join(fixturesDirectory(), "param_shapes");
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((file) => ({ file, ...JSON.parse(readFileSync(join(directory, file), "utf8")) }))
    .filter((content) => "params" in content);
}

/** Our parameters under the reference's names: name → shape. */
export function scenicShapes(model: ModelConfig): Record<string, readonly number[]> {
  const specs = parameterSpecs(model);
  const largest = Math.max(...treeLeaves(specs).map(([, { shape }]) => countValues(shape)));
  const zeros = new Float32Array(largest); // one array for all: a model of full size would take a gigabyte
  const tree = mapTree(specs, (spec) => {
    const { shape } = spec as ParameterSpec;
    return hostTensor(zeros.subarray(0, countValues(shape)), shape);
  }) as Tree<HostTensor>;
  return Object.fromEntries([...toScenic(tree, headsOf(model))].map(([name, { shape }]) => [name, shape]));
}
