import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { makeView, type TrainingView } from "../clip-view.ts";
import { meanDifference, movingClip, patchFile, temporaryFolder, writeClip } from "../fixtures/video-files.ts";
import { decodeClip } from "./decode-clip.ts";
import { decodeViews } from "./decode-views.ts";
import { loadNodeAv, type NodeAv } from "./load-node-av.ts";

const shape = { frames: 5, stride: 2, crop: 48 };

describe("a training view made by FFmpeg's filters", () => {
  let av: NodeAv;
  beforeAll(async () => {
    av = await loadNodeAv("test");
  });
  const write = (size = { height: 64, width: 96 }) =>
    writeClip(join(temporaryFolder(), "a.mp4"), movingClip(1, { frames: 20, ...size }));
  const view = (change: Partial<TrainingView> = {}): TrainingView => ({
    ...{ start: 0.4, place: [0.5, 0.25] as const, flip: false },
    ...change,
  });
  const native = (path: string, wanted: TrainingView, wholeBytes = 0) => {
    const result = decodeViews(av, { path, shortSide: 64, resize: "native", shape, views: [wanted], wholeBytes });
    return "views" in result ? result.views[0]! : new Uint8Array();
  };

  it.each([
    ["cropped", {}],
    ["mirrored", { flip: true }],
    ["scaled", { augmentation: { reference: false, scale: [0.9, 1.2] as const } }],
  ])("shows what the crop of whole frames shows: %s", async (_, change) => {
    const path = await write();
    const wanted = view(change);
    const expected = makeView(await decodeClip(path), wanted, shape).values;
    expect(meanDifference(native(path, wanted), expected)).toBeLessThan(3.5); // it begins on an even pixel: up to one off
    expect(meanDifference(native(path, view({ ...change, flip: !wanted.flip })), expected)).toBeGreaterThan(10);
  });

  it.each([
    [1, [0, 65536, -65536, 0]],
    [2, [-65536, 0, 0, -65536]],
    [3, [0, -65536, 65536, 0]],
  ] as const)("is upright: turned by %i quarters", async (_, [a, b, c, d]) => {
    const path = patchFile(await write(), (bytes) => {
      const matrix = bytes.indexOf("tkhd") + 44; // ISO 14496-12: the matrix of a version 0 track header
      for (const [place, value] of [a, b, 0, c, d].entries()) bytes.writeInt32BE(value, matrix + place * 4);
      return bytes;
    });
    const expected = makeView(await decodeClip(path), view(), shape).values;
    expect(meanDifference(native(path, view()), expected)).toBeLessThan(3.5);
  });

  it("is the same whatever fits into memory, and changes colors behind the crop", async () => {
    const path = await write();
    expect(native(path, view(), 2 ** 30)).toEqual(native(path, view()));
    const color = { brightness: 0.1, saturation: 1, contrast: 1, hue: 0 };
    const brighter = native(path, view({ augmentation: { reference: false, color } }));
    expect(
      meanDifference(
        brighter,
        native(path, view()).map((level) => Math.min(255, level + 26)),
      ),
    ).toBeLessThan(1);
  });
});
