import { applyAugmentation } from "../augment/apply-augmentation.ts";
import { placeView, type TrainingView } from "../clip-view.ts";
import { cropClip } from "../crop-clip.ts";
import type { ResizedInfo } from "../decode/frame-request.ts";
import type { DecodeJob } from "./decode-views.ts";
import type { NodeAv } from "./load-node-av.ts";
import { readFrames } from "./read-frames.ts";

/** The one training view of a video file that FFmpeg is to make by itself, if it is. Which, must not depend on any cache. */
export function nativeView({ resize, part, views }: DecodeJob): TrainingView | undefined {
  const [view, ...others] = views;
  if (resize !== "native" || !view || others.length > 0 || !("start" in view)) return undefined;
  return part === undefined || part.kind === "time" ? view : undefined;
}

/**
 * Make a training view: only its square is converted and resized, in one step.
 *
 * @returns [frames, crop, crop, 3]
 */
export function readNativeView(av: NodeAv, job: DecodeJob, view: TrainingView): Uint8Array {
  const { crop } = job.shape;
  let indices: Int32Array | undefined;
  const cut = (info: ResizedInfo) => {
    const { size = info, corner, flip } = placeView(view, info, job.shape);
    return { size, corner, flip, crop };
  };
  const choose = (info: ResizedInfo) => {
    indices = placeView(view, info, job.shape).indices;
    return indices;
  };
  const { clip, position } = readFrames(av, job.path, { ...job, choose, cut });
  const places = indices!.map(position);
  const inOrder = places.every((place, frame) => place === frame);
  const made = inOrder ? clip : cropClip(clip, { top: 0, left: 0 }, crop, places);
  if (view.augmentation) applyAugmentation(made, view.augmentation);
  return made.values;
}
