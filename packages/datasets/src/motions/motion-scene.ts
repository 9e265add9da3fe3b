import { foldIn, permutation, type RandomKey, randomInteger, uniform } from "@vivit/nn";
import type { MotionLevel } from "./motion-classes.ts";
import { type ShapeDistance, shapes } from "./shape-distance.ts";
import { randomTexture, type Texture } from "./texture.ts";

/** Red, green and blue in [0, 255]. */
export type Color = readonly [number, number, number];

/** What stays the same throughout a clip of `motions`. */
export interface Scene {
  readonly shape: ShapeDistance;
  /** The two halves of the shape. */
  readonly tones: readonly [Color, Color];
  /** The two ends of the background. */
  readonly ground: readonly [Color, Color];
  /** Direction of the background's gradation, and how fast it drifts, in sides a frame. */
  readonly gradation: { readonly x: number; readonly y: number; readonly drift: number };
  /** Largest noise, in levels. */
  readonly noise: number;
  /** Patterns of the hard level. */
  readonly textures?: {
    readonly ground: Texture;
    readonly shape: Texture;
    /** Levels that a pattern adds at its brightest. */
    readonly strength: number;
    /** Sides a frame that the background moves. */
    readonly driftX: number;
    readonly driftY: number;
  };
}

/**
 * Draw shape and colors from a key: one of three brightnesses for the ground and for each half of the shape.
 *
 * At the easy level the ground is the dark one, so brightness alone tells shape from ground; at the hard level any may be.
 */
export function motionScene(key: RandomKey, level: MotionLevel): Scene {
  const names = Object.keys(shapes) as (keyof typeof shapes)[];
  const [turn, contrast, drift] = uniform(foldIn(key, "gradation"), 3) as unknown as Color;
  const step = 10 + 25 * contrast; // levels from one end of the background to the other
  const order = level === "easy" ? [0, 2, 1] : permutation(foldIn(key, "order"), 3);
  const [ground, first, second] = ["ground", "first half", "second half"].map((name, place) =>
    color(foldIn(key, name), brightness[order[place]!]!),
  ) as [Color, Color, Color];
  return {
    shape: shapes[names[randomInteger(foldIn(key, "shape"), 0, names.length)]!],
    tones: [first, second],
    ground: [shift(ground, -step / 2), shift(ground, step / 2)],
    gradation: { x: Math.cos(turn * 2 * Math.PI), y: Math.sin(turn * 2 * Math.PI), drift: (drift - 0.5) * 0.01 },
    ...(level === "easy" ? { noise: 5 } : { noise: 10, textures: drawTextures(foldIn(key, "textures")) }),
  };
}

/** Ranges of luma, far enough apart that none is mistaken for another. */
const brightness = [
  [25, 50],
  [95, 115],
  [205, 230],
] as const;

function drawTextures(key: RandomKey): Scene["textures"] {
  const [driftX, driftY] = uniform(foldIn(key, "drift"), 2) as unknown as [number, number];
  return {
    ground: randomTexture(foldIn(key, "ground"), 4),
    shape: randomTexture(foldIn(key, "shape"), 4),
    strength: 70,
    driftX: (driftX - 0.5) * 0.03,
    driftY: (driftY - 0.5) * 0.03,
  };
}

/** A random hue and saturation with a luma in the given range. Luma weights: ITU-R BT.601. */
function color(key: RandomKey, [lowest, highest]: readonly [number, number]): Color {
  const [red, green, blue, at] = uniform(key, 4) as unknown as [number, number, number, number];
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  const tint = [red, green, blue].map((level) => (level - luma) * 110) as unknown as Color;
  return shift(tint, lowest + (highest - lowest) * at);
}

function shift(color: Color, by: number): Color {
  return color.map((level) => Math.min(255, Math.max(0, level + by))) as unknown as Color;
}
