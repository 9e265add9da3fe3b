import { encoderSizes } from "@vivit/models";

/** Values in one head of every published ViT but the huge one. */
const headWidth = 64;

/**
 * The heads of a published ViT of a width, which shapes do not show.
 *
 * @returns undefined where no published size has such a width
 * Source: ViT table 1: 3 at 192, 6 at 384, 12 at 768, 16 at 1024 and at 1280.
 */
export function assumeHeads(dim: number): number | undefined {
  const published = Object.values(encoderSizes).find((size) => size.dim === dim);
  return published?.heads ?? (dim % headWidth === 0 ? dim / headWidth : undefined);
}
