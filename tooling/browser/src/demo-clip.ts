import { drawMotion } from "@vivit/datasets";
import type { KeptFrames } from "@vivit/demo/model-input";

/** A clip that is the same wherever it is drawn, at the size that the demo's models resize to. */
export function demoClip(): KeptFrames {
  const clip = drawMotion({ seed: 9, split: "test", index: 4, level: "easy", size: 40 });
  return { clip, total: clip.frames, numbers: [...Array(clip.frames).keys()] };
}
