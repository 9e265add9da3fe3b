import { type HostTensor, type Tree, treeLeaves } from "@vivit/nn";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { SourceModel } from "./read-source.ts";

/**
 * The sizes that a model must share with what it begins from, as settings of a recipe: width, depth, heads, MLP, patch, and of
 * a video model its variant and tubelet.
 */
export function sourceSizes({ parameters, saved }: SourceModel): [path: string, value: string][] {
  const leaves = new Map(treeLeaves(parameters as Tree<HostTensor>));
  const main = leaves.has("spatial.positions") ? "spatial." : "";
  const kernel = leaves.get("embedding.kernel")?.shape ?? [];
  const isVideo = kernel.length === 5 && kernel[0]! > 1;
  const [height, width] = kernel.slice(-4);
  const sizes: Record<string, number | string | undefined> = {
    "model.dim": kernel.at(-1),
    "model.depth": countBlocks(leaves, main),
    "model.mlpDim": leaves.get(`${main}encoder.blocks.0.mlp.hidden.bias`)?.shape[0],
    "model.heads": saved?.model.encoder.heads,
    "model.pool": leaves.has(`${main}classToken`) ? "token" : "gap",
    ...(isVideo && { "model.variant": saved?.model.variant ?? (main ? "factorized-encoder" : "space-time") }),
    ...(main && { "model.temporalDepth": countBlocks(leaves, "temporal.") }),
    ...(isVideo && { "model.tubelet": `${kernel[0]},${height},${width}` }),
  };
  return Object.entries(sizes).flatMap(([path, value]) => (value === undefined ? [] : [[path, String(value)]]));
}

/** The tubelet of a recipe with an image model's patch. */
export function imagePatch({ parameters }: SourceModel, { model }: Recipe): [path: string, value: string][] {
  const kernel = treeLeaves(parameters as Tree<HostTensor>).find(([path]) => path === "embedding.kernel")?.[1].shape;
  if (!kernel || (kernel.length === 5 && kernel[0]! > 1)) return [];
  const [height, width] = kernel.slice(-4);
  return [["model.tubelet", `${model.tubelet[0]},${height},${width}`]];
}

function countBlocks(leaves: ReadonlyMap<string, HostTensor>, prefix: string): number {
  const pattern = new RegExp(`^${prefix.replace(".", "\\.")}encoder\\.blocks\\.(\\d+)\\.`);
  return new Set([...leaves.keys()].flatMap((path) => pattern.exec(path)?.[1] ?? [])).size;
}
