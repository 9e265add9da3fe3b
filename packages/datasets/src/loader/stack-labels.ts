import type { HostTensor } from "@vivit/nn";
import { type ClipIndex, labelShape, labelsPerClip } from "../clip-index.ts";

/**
 * The labels of clips as one tensor.
 *
 * @param entries numbers of clips in the index; -1 for filling
 * @param fill what stands where there is no clip
 * @param flipped which of them are mirrored, and show another class where the index says so; none if left out
 * @returns int32 [batch] where every clip has one label, otherwise [batch, labels] with -1 where a clip has fewer
 */
export function stackLabels(
  index: ClipIndex,
  entries: ArrayLike<number>,
  fill = -1,
  flipped: ArrayLike<boolean> = [],
): HostTensor {
  const width = labelsPerClip(index);
  const values = new Int32Array(entries.length * width).fill(fill);
  for (let place = 0; place < entries.length; place++) {
    const entry = index.entries[entries[place]!];
    if (!entry) continue;
    values.fill(-1, place * width, (place + 1) * width);
    const { mirrored } = index;
    const labels = flipped[place] && mirrored ? entry.labels.map((label) => mirrored[label]!) : entry.labels;
    values.set(labels, place * width);
  }
  return { dtype: "int32", shape: labelShape(index, entries.length), values };
}
