import type { SourceModel } from "./read-source.ts";

/**
 * The sizes that a model must share with what it begins from, as settings of a recipe: width, depth, heads, MLP, patch, and of
 * a video model its variant and the frames of its tubelet.
 *
 * @param frames of the recipe's tubelet, for an image model
 */
export function sourceSizes(
  { checkpoint, saved, heads }: SourceModel,
  frames: number,
): [path: string, value: string][] {
  const { facts } = checkpoint;
  const { encoder, temporalEncoder, tubelet } = facts;
  const isVideo = facts.kind === "video";
  const sizes: Record<string, number | string | undefined> = {
    "model.dim": facts.dim,
    "model.depth": encoder.depth,
    "model.mlpDim": encoder.mlpDim,
    "model.heads": saved?.model.encoder.heads ?? (typeof heads === "object" ? heads.spatial : heads),
    "model.tubelet": `${isVideo ? tubelet.frames : frames},${tubelet.height},${tubelet.width}`,
    "model.pool": encoder.classToken ? "token" : (saved?.model.pool ?? "gap"),
    "model.variant": isVideo ? (saved?.model.variant ?? facts.variants[0]) : undefined,
    "model.temporalDepth": temporalEncoder?.depth,
  };
  return Object.entries(sizes).flatMap(([path, value]) => (value === undefined ? [] : [[path, String(value)]]));
}
