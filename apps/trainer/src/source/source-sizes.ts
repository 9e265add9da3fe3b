import { hasClassToken } from "../recipe/has-class-token.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { assumeHeads } from "./assume-heads.ts";
import type { SourceModel } from "./read-source.ts";

/**
 * The sizes that a model must share with what it begins from, as settings of a recipe: width, depth, heads, MLP, patch, and of
 * a video model its variant and the frames of its tubelet.
 *
 * @param wanted the recipe's model, for what an image model does not say
 */
export function sourceSizes(
  { checkpoint, saved, heads }: SourceModel,
  wanted: Recipe["model"],
): [path: string, value: string][] {
  const { facts } = checkpoint;
  const { encoder, temporalEncoder, tubelet } = facts;
  const isVideo = facts.kind === "video";
  const variant = isVideo ? (saved?.model.variant ?? facts.variants[0]) : wanted.variant;
  const knownHeads = typeof heads === "object" ? heads.spatial : heads;
  const sizes: Record<string, number | string | undefined> = {
    "model.dim": facts.dim,
    "model.depth": encoder.depth,
    "model.mlpDim": encoder.mlpDim,
    "model.heads": saved?.model.encoder.heads ?? knownHeads ?? assumeHeads(facts.dim),
    "model.tubelet": `${isVideo ? tubelet.frames : wanted.tubelet[0]},${tubelet.height},${tubelet.width}`,
    "model.pool": saved?.model.pool ?? (encoder.classToken && hasClassToken(variant) ? "token" : "gap"),
    "model.variant": variant,
    "model.attentionOrder": saved?.model.attentionOrder,
    "model.positions": saved?.model.positions,
    "model.sampledFrames": saved?.model.sampledFrames,
    "model.temporalDepth": temporalEncoder?.depth,
    "clip.range": saved?.preprocessing.range?.join(),
  };
  return Object.entries(sizes).flatMap(([path, value]) => (value === undefined ? [] : [[path, String(value)]]));
}
