import type { EncoderSize } from "@vivit/transformer";
import { encoderSizes } from "./encoder-sizes.ts";
import type { VariantName } from "./variants.ts";

/** Sizes by the letters of their names, and the patches in use for each. Source: ViT table 1; "How to train your ViT?" table 2. */
export const namedSizes = {
  ti: { size: encoderSizes.tiny, patches: [16] },
  s: { size: encoderSizes.small, patches: [16, 32] },
  b: { size: encoderSizes.base, patches: [16, 32] },
  l: { size: encoderSizes.large, patches: [16, 32] },
  h: { size: encoderSizes.huge, patches: [14] },
} as const satisfies Record<string, { size: EncoderSize; patches: readonly number[] }>;

/** Frames of a tubelet. Source: ViViT section 4.2, the number of tokens (16x2, 16x4, 16x8). */
export const tubeletFrames = [2, 4, 8] as const;

/** Variants by the end of their names; Model 1 has none. */
export const namedVariants = {
  "": "space-time",
  "-fe": "factorized-encoder",
  "-fsa": "factorized-self-attention",
  "-fdp": "factorized-dot-product-attention",
  "-average-pool": "average-pool-baseline",
} as const satisfies Record<string, VariantName>;

type Size = keyof typeof namedSizes;

/** `vivit-`, size, `-`, side of a patch, `x`, frames of a tubelet, variant: `vivit-b-16x2`, `vivit-l-16x2-fe`, `vivit-h-14x2`. Ti's three heads cannot be halved for `-fdp`. */
export type PresetName = Exclude<AnyName, `vivit-ti-${string}-fdp`>;

type AnyName = {
  [Letters in Size]: `vivit-${Letters}-${(typeof namedSizes)[Letters]["patches"][number]}x${(typeof tubeletFrames)[number]}${keyof typeof namedVariants}`;
}[Size];

/** What a name says. */
export interface PresetParts {
  readonly name: PresetName;
  readonly size: EncoderSize;
  readonly patch: number;
  readonly frames: number;
  readonly variant: VariantName;
}

/** Every preset, by size, patch, tubelet and variant. */
export function listPresets(): PresetParts[] {
  return Object.entries(namedSizes).flatMap(([letters, { size, patches }]) =>
    (patches as readonly number[]).flatMap((patch) =>
      tubeletFrames.flatMap((frames) =>
        Object.entries(namedVariants).flatMap(([suffix, variant]) => {
          if (variant === "factorized-dot-product-attention" && size.heads % 2 !== 0) return [];
          const name = `vivit-${letters}-${patch}x${frames}${suffix}` as PresetName;
          return [{ name, size, patch, frames, variant }];
        }),
      ),
    ),
  );
}
