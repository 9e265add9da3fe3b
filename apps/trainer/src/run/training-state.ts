import { initializeParameters, type ModelConfig, parameterSpecs } from "@vivit/models";
import { foldIn, type HostTensor, mapTree, type RandomKey, type Tree, treeLeaves } from "@vivit/nn";
import { initialTrainingState } from "@vivit/training";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { TrainingTensors } from "./checkpoint.ts";
import { optimizerOf } from "./training-step.ts";

/** The first parameters of a run: a function of its seed. */
export function initialParameters(model: ModelConfig, key: RandomKey): Tree<HostTensor> {
  return initializeParameters(model, foldIn(key, "parameters"));
}

/** The first parameters and optimizer state of a run. */
export function initialState(
  recipe: Recipe,
  model: ModelConfig,
  key: RandomKey,
  params: Tree<HostTensor> = initialParameters(model, key),
): TrainingTensors {
  const { averageDecay } = recipe.train;
  return initialTrainingState(params, { optimizer: optimizerOf(recipe, model), averageDecay }) as TrainingTensors;
}

/** The parameters to evaluate and to save: the running mean where there is one. */
export function servedOf({ params, average }: TrainingTensors): Tree<HostTensor> {
  return average ?? params;
}

/**
 * Put the tensors of a checkpoint in the order that a new run has.
 *
 * Files sort names, and sums over all parameters, such as the gradient's norm, round by their order: without this a resumed
 * run would differ in its last bits.
 *
 * @throws Error naming the tensors that the checkpoint lacks
 */
export function restoredState(recipe: Recipe, model: ModelConfig, tensors: TrainingTensors): TrainingTensors {
  const stored = new Map(treeLeaves(tensors as Tree<HostTensor>));
  const missing: string[] = [];
  const find = (path: string): HostTensor => {
    const found = stored.get(path);
    if (!found) missing.push(path);
    return found!;
  };
  const params: Tree<HostTensor> = mapTree(parameterSpecs(model), (_, path) => find(`params.${path}`));
  const { params: _, ...rest } = missing.length > 0 ? { params } : initialState(recipe, model, [0, 0], params);
  const others = mapTree(rest as unknown as Tree<HostTensor>, (_, path) => find(path));
  if (missing.length > 0)
    throw new Error(`checkpoint: expected ${missing.join(", ")}, found none; it belongs to another model`);
  return { params, ...(others as unknown as Omit<TrainingTensors, "params">) };
}
