import { foldIn, randomKey } from "@vivit/nn";
import type { Clip } from "../clip.ts";
import { drawMotion, type MotionSpec } from "./draw-motion.ts";
import { motionScene } from "./motion-scene.ts";
import { shapes } from "./shape-distance.ts";

/** The strongest color of the lighter half of a shape. */
export const stillColors = ["red", "green", "blue"] as const;

/** What a still shows: a shape in a color; the order is the order of the labels. */
export const stillClasses: readonly string[] = Object.keys(shapes).flatMap((shape) =>
  stillColors.map((color) => `${color} ${shape}`),
);

/** A picture of the generator of `motions`, and what it shows. */
export interface Still {
  /** [1, size, size, 3] */
  readonly clip: Clip;
  /** Number in `stillClasses`. */
  readonly label: number;
}

/**
 * Draw the first frame of a clip of `motions`, and say which shape it shows in which color: a data set for image models.
 *
 * Depends on its arguments alone. How the shape moves is not part of the label, nor to be seen.
 */
export function drawStill(spec: Omit<MotionSpec, "frames">): Still {
  const { seed, split, index, level } = spec;
  const scene = motionScene(foldIn(foldIn(foldIn(randomKey(seed), split), index), "scene"), level);
  const shape = Object.values(shapes).indexOf(scene.shape);
  const tone = scene.tones[0];
  const color = tone.indexOf(Math.max(...tone));
  return { clip: drawMotion({ ...spec, frames: 1 }), label: shape * stillColors.length + color };
}
