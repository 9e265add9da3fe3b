import type { Clip } from "../clip.ts";
import { brightness, color, contrast, cutout, sharpness } from "./blend-operations.ts";
import { autoContrast, equalize, invert, posterize, solarize, solarizeAdd } from "./level-operations.ts";

/** What RandAugment chooses from, in its video form: nothing moves, and one of twelve does nothing. */
export const operationNames = [
  "AutoContrast",
  "Equalize",
  "Invert",
  "Posterize",
  "Solarize",
  "Color",
  "Contrast",
  "Brightness",
  "Sharpness",
  "Cutout",
  "SolarizeAdd",
  "Identity",
] as const;

/** One operation with everything random in it. */
export interface Operation {
  readonly name: (typeof operationNames)[number];
  /** 0 to 30; 10 is strong. */
  readonly magnitude: number;
  /** Center of a cut-out box, as shares of height and width. */
  readonly place: readonly [down: number, across: number];
  /** Whether factors turn to their inverse: less color instead of more. */
  readonly weaker: boolean;
}

/**
 * Apply one operation to a clip, in place.
 *
 * @param clip [frames, height, width, 3]; its frames are one image to operations that measure it
 * @param reference with the quirks: magnitudes run on past their range until they do nothing (Posterize, Solarize), contrast
 *   goes by the number of pixels, sharpness blends rows across frames, what is cut out is black
 * Source: RandAugment (arXiv 1909.13719); TensorFlow models `vision/image_classification/augment.py` as Scenic calls it.
 */
export function applyOperation(clip: Clip, operation: Operation, reference: boolean): void {
  const { magnitude, weaker } = operation;
  const factor = 0.18 * magnitude + 0.1;
  operations[operation.name](clip, {
    ...operation,
    reference,
    blend: weaker ? 1 / Math.max(factor, 0.25) : factor,
    within: Math.min(magnitude, 10),
  });
}

/** What an operation goes by. */
interface Strength extends Operation {
  readonly reference: boolean;
  /** Factor of blending; 1 changes nothing. */
  readonly blend: number;
  /** Magnitude up to 10: beyond, some operations would do less or wipe the clip out. */
  readonly within: number;
}

const operations: Readonly<Record<Operation["name"], (clip: Clip, strength: Strength) => void>> = {
  AutoContrast: autoContrast,
  Equalize: equalize,
  Invert: invert,
  Posterize: (clip, { magnitude, within, reference }) =>
    posterize(clip, reference ? Math.floor(0.4 * magnitude) : 8 - Math.round(0.4 * within)),
  Solarize: (clip, { magnitude, within, reference }) =>
    solarize(clip, reference ? Math.floor(25.6 * magnitude) : 256 - Math.round(12.8 * within)),
  Color: (clip, { blend }) => color(clip, blend),
  Contrast: (clip, { blend, reference }) => contrast(clip, blend, reference),
  Brightness: (clip, { blend }) => brightness(clip, blend),
  Sharpness: (clip, { blend, reference }) => sharpness(clip, blend, reference),
  Cutout: (clip, { magnitude, place, reference }) =>
    cutout(clip, place, Math.floor(4 * magnitude), reference ? 0 : 128),
  SolarizeAdd: (clip, { magnitude, within, reference }) =>
    solarizeAdd(clip, Math.floor(11 * (reference ? magnitude : within))),
  Identity: () => {},
};
