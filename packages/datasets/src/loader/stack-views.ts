import type { HostTensor } from "@vivit/nn";
import type { ViewShape } from "../clip-view.ts";
import { scaleView } from "../scale-view.ts";
import { BatchMemory } from "./batch-memory.ts";
import type { FoundView } from "./whole-clip.ts";

/**
 * Put views into one batch.
 *
 * @param batch views in the batch; those that are missing are -1 throughout
 * @param memory where to take that of the batch from; new if left out
 * @returns float32 [batch, frames, crop, crop, 3] in [-1, 1]
 */
export function stackViews(
  views: readonly FoundView[],
  batch: number,
  { frames, crop }: ViewShape,
  memory = new BatchMemory(),
): HostTensor {
  const size = frames * crop * crop * 3;
  const values = memory.take(batch * size);
  for (const [place, { clip, placed }] of views.entries())
    scaleView(clip, placed, crop, values.subarray(place * size, (place + 1) * size));
  values.fill(-1, views.length * size);
  return { dtype: "float32", shape: [batch, frames, crop, crop, 3], values };
}
