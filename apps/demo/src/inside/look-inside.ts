import { centerCorner, cropClip, frameIndices } from "@vivit/datasets";
import type { Mixing } from "@vivit/models";
import { softmax } from "../classify/classify-video.ts";
import { windowOffsets } from "../clip/clip-windows.ts";
import type { DecodedVideo } from "../clip/decoded-video.ts";
import { modelInput, positionsOf } from "../clip/model-input.ts";
import type { Session } from "../worker/session.ts";
import { type AttentionMap, attentionMaps, type Grid } from "./attention-map.ts";

/** What a model looks at in one window of a video. */
export interface InsideView {
  readonly grid: Grid;
  /** Steps of the model in one window, frames of each. */
  readonly framesPerStep: number;
  readonly labels: readonly string[];
  readonly scores: readonly number[];
  /** Share of every token through all layers, [steps, rows, columns]. */
  readonly rollout: Float32Array;
  /** Where each head of each layer looks; none where they would take too much memory. */
  readonly maps: readonly AttentionMap[];
  /** What the model sees: [frames, side, side, 4]. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly side: number;
  readonly windows: number;
}

/** Look at one window of a video that was classified. */
export async function lookInside(session: Session, id: number, window: number): Promise<InsideView> {
  const { preprocessing, model, labels } = session.model;
  const video = session.video(id);
  const offsets = windowOffsets(video.total, preprocessing);
  const offset = offsets[Math.min(window, offsets.length - 1)]!;
  const seen = await session.inspect((inspector) => inspector.inspect(modelInput(video, offset, preprocessing)));
  const [, steps, rows, columns] = seen.rollout.shape as [number, number, number, number];
  const grid = { steps, rows, columns };
  const maps = Object.entries(seen.attention ?? {}).flatMap(([mixing, byLayer]) =>
    Object.entries(byLayer).flatMap(([layer, weights]) =>
      attentionMaps(mixing as Mixing, Number(layer), weights, grid),
    ),
  );
  return {
    grid,
    framesPerStep: model.clip.frames / steps,
    labels,
    scores: softmax(seen.logits.values as Float32Array),
    rollout: seen.rollout.values as Float32Array,
    maps,
    pixels: picturesOf(video, offset, preprocessing),
    side: preprocessing.crop,
    windows: offsets.length,
  };
}

/** The window as the model sees it, for a canvas. */
function picturesOf(
  video: DecodedVideo,
  offset: number,
  view: { readonly frames: number; readonly stride: number; readonly crop: number },
): Uint8ClampedArray<ArrayBuffer> {
  const { crop } = view;
  const positions = positionsOf(video, frameIndices(video.total, offset, view));
  const { values } = cropClip(video.clip, centerCorner(video.clip, crop), crop, positions);
  const pixels = new Uint8ClampedArray((values.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < values.length; from += 3, to += 4) pixels.set(values.subarray(from, from + 3), to);
  return pixels;
}
