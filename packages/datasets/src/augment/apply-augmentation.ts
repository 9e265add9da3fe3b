import type { Clip } from "../clip.ts";
import type { DrawnAugmentation } from "./augmentation.ts";
import { jitterColor } from "./color-jitter.ts";
import { dropColor, jitterColorAsReference } from "./color-jitter-reference.ts";
import { eraseBox } from "./erase-box.ts";
import { applyOperation } from "./rand-augment.ts";

/**
 * Change the colors of a clip, in place, as drawn; its scale is the business of the crop.
 *
 * @param clip [frames, height, width, 3]
 */
export function applyAugmentation(clip: Clip, drawn: DrawnAugmentation): void {
  const { color, grey, operations = [], erase, reference } = drawn;
  for (const operation of operations) applyOperation(clip, operation, reference);
  if (color) (reference ? jitterColorAsReference : jitterColor)(clip, color);
  if (grey) dropColor(clip);
  if (erase) eraseBox(clip, erase);
}
