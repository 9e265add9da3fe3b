import { describe, expect, it } from "vitest";
import { clipOf } from "./clip.ts";
import { cutView, evaluationViews, placeView } from "./clip-view.ts";
import { scaleValues } from "./scale-values.ts";
import { scaleView } from "./scale-view.ts";

describe("views", () => {
  const shape = { frames: 4, stride: 2, crop: 2 };
  const video = { frames: 20, height: 2, width: 4 };

  it("takes a training view where its numbers say", () => {
    expect(placeView({ start: 0, place: [0, 0], flip: false }, video, shape)).toEqual({
      indices: Int32Array.of(0, 2, 4, 6),
      corner: { top: 0, left: 0 },
      flip: false,
    });
    expect(placeView({ start: 0.9999, place: [0.5, 0.9999], flip: true }, video, shape)).toEqual({
      indices: Int32Array.of(13, 15, 17, 19),
      corner: { top: 0, left: 2 },
      flip: true,
    });
  });

  it("lists every clip in time with every crop in space", () => {
    const views = evaluationViews(2, 3);
    expect(views.map(({ temporal, spatial }) => [temporal[0], spatial[0]])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    const placed = views.map((view) => placeView(view, video, shape));
    expect(placed.map(({ indices, corner }) => [indices[0], corner.left])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [12, 0],
      [12, 1],
      [12, 2],
    ]);
  });

  it("repeats the middle frame of the view for the control", () => {
    const [view] = evaluationViews(1, 1, true);
    expect([...placeView(view!, video, shape).indices]).toEqual([10, 10, 10, 10]);
  });

  it("cuts frames, square and mirror image; frames that never came start over", () => {
    const clip = clipOf(
      Uint8Array.from({ length: 3 * 8 * 3 }, (_, at) => Math.floor(at / 3)),
      2,
      4,
    ); // 3 frames of pixels 0-7, 8-15, 16-23
    const cut = cutView(clip, { indices: Int32Array.of(1, 4), corner: { top: 0, left: 1 }, flip: true }, 2);
    expect([cut.frames, cut.height, cut.width]).toEqual([2, 2, 2]);
    expect(pixels(cut.values)).toEqual([10, 9, 14, 13, 10, 9, 14, 13]);
  });
});

describe("scaleView", () => {
  it.each([false, true])("equals cutting, then scaling; mirrored %s", (flip) => {
    const clip = clipOf(
      Uint8Array.from({ length: 5 * 6 * 8 * 3 }, (_, at) => (at * 37) % 256),
      6,
      8,
    );
    const view = { indices: Int32Array.of(4, 0, 7), corner: { top: 1, left: 3 }, flip };
    const target = new Float32Array(3 * 4 * 4 * 3);
    scaleView(clip, view, 4, target);
    expect(target).toEqual(scaleValues(cutView(clip, view, 4).values));
  });
});

function pixels(values: Uint8Array): number[] {
  return [...values].filter((_, at) => at % 3 === 0);
}
