import { presets } from "@vivit/models";
import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { toRange, writePreprocessing } from "./preprocessing.ts";
import { readPreprocessing } from "./read-preprocessing.ts";

const model = presets["vivit-b-16x2"];
const labels = Array.from({ length: 400 }, (_, id) => (id === 116 ? "eating spaghetti" : `class ${id}`));
const own = { model, labels: Array.from({ length: 400 }, (_, id) => `gesture ${id}`) };
const usual = { frames: 32, stride: 2, crop: 224, temporalViews: 4, spatialViews: 1, shortSide: 256 };
/** What google/vivit-b-16x2-kinetics400 carries. */
const published = {
  size: { shortest_edge: 224 },
  resample: 2,
  do_rescale: true,
  rescale_factor: 1 / 127.5,
  do_normalize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
};

describe("readPreprocessing", () => {
  it("corrects the published Kinetics-400 settings, which normalize twice, and says so", () => {
    expect(readPreprocessing(published, { model, labels })).toEqual({
      preprocessing: usual,
      notices: [
        "preprocessor_config.json normalizes twice, to [-3, 1], at a short side of 224; the weights were trained on [-1, 1] at 256, which is used instead",
      ],
    });
  });
  it("does what other models ask for, and writes it as it was", () => {
    const { preprocessing, notices } = readPreprocessing(published, own);
    expect(notices).toEqual([]);
    expect(preprocessing).toEqual({ ...usual, shortSide: 224, range: [-3, 1] });
    expect(writePreprocessing(preprocessing)).toMatchObject(published);
    expect(readPreprocessing(JSON.parse(JSON.stringify(writePreprocessing(preprocessing))), own).preprocessing).toEqual(
      preprocessing,
    );
  });
  it("takes [-1, 1] as it is", () =>
    expect(readPreprocessing({ ...published, size: undefined, do_normalize: false }, { model, labels })).toEqual({
      preprocessing: usual,
      notices: [],
    }));
  it("refuses channels that differ", () =>
    expect(() => readPreprocessing({ ...published, image_mean: [0.485, 0.456, 0.406] }, own)).toThrow(
      "preprocessor_config.json: expected one image_mean and image_std for all channels, got [0.485, 0.456, 0.406] and [0.5, 0.5, 0.5]; ViViT is trained with 0.5 and 0.5",
    ));
});

describe("toRange", () => {
  it("moves black and white", () => {
    const video = hostTensor(Float32Array.of(-1, 0, 1), [3]);
    expect([...toRange(video, [-3, 1]).values]).toEqual([-3, -1, 1]);
    expect(toRange(video, undefined)).toBe(video);
  });
});
