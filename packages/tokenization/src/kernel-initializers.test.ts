import { lecunNormal } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { tubeletEmbeddingSpecs } from "./embed-tubelets.ts";
import { centralFrameNormal, repeatedFrameNormal } from "./kernel-initializers.ts";

const shape = [4, 2, 3, 3, 5];
const size = 2 * 3 * 3 * 5;
const drawn = lecunNormal([1, 2], shape).values;
const frame = (values: ArrayLike<number>, index: number) => Array.from(values).slice(index * size, (index + 1) * size);

describe("centralFrameNormal", () => {
  it("keeps what LeCun normal draws at the central frame, and nothing else", () => {
    const { values } = centralFrameNormal([1, 2], shape);
    expect(frame(values, 2)).toEqual(frame(drawn, 2));
    for (const other of [0, 1, 3]) expect(frame(values, other).every((value) => value === 0)).toBe(true);
  });
});

describe("repeatedFrameNormal", () => {
  it("has the first frame of LeCun normal at every frame", () => {
    const { values } = repeatedFrameNormal([1, 2], shape);
    for (const each of [0, 1, 2, 3]) expect(frame(values, each)).toEqual(frame(drawn, 0));
  });
});

it("a tubelet embedding begins as it is told, and LeCun normal otherwise", () => {
  const tubelet = { frames: 4, height: 2, width: 3 };
  expect(tubeletEmbeddingSpecs(tubelet, 3, 5).kernel.initialize).toBe(lecunNormal);
  expect(tubeletEmbeddingSpecs(tubelet, 3, 5, "central-frame").kernel.initialize).toBe(centralFrameNormal);
  expect(tubeletEmbeddingSpecs(tubelet, 3, 5, "repeated-frame").kernel.initialize).toBe(repeatedFrameNormal);
});
