import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCase } from "./fixtures/reference-case.ts";
import { frameIndices, middleOffset, spacedOffsets, trainingOffsets } from "./sample-frames.ts";

interface Row {
  readonly num_frames_in_video: number;
  readonly num_frames: number;
  readonly stride: number;
  readonly centre: number[];
  readonly linspace_2: number[][];
  readonly linspace_3: number[][];
  readonly linspace_4: number[][];
  readonly train_offset_exclusive_max: number;
  readonly train_by_offset: Record<string, number[]>;
}

describe("frame sampling", () => {
  const { rows } = readCase<{ rows: Row[] }>("augment_eval/temporal_sampling").description;

  it.each(rows.map((row) => [`${row.num_frames} of ${row.num_frames_in_video}, stride ${row.stride}`, row] as const))(
    "equals DMVR: %s",
    (_, row) => {
      const [total, span] = [row.num_frames_in_video, { frames: row.num_frames, stride: row.stride }];
      const clips = (count: number) =>
        spacedOffsets(total, count, span).map((offset) => [...frameIndices(total, offset, span)]);
      expect(clips(1)).toEqual([row.centre]);
      expect([...frameIndices(total, middleOffset(total, span), span)]).toEqual(row.centre);
      expect([clips(2), clips(3), clips(4)]).toEqual([row.linspace_2, row.linspace_3, row.linspace_4]);
      expect(trainingOffsets(total, span)).toBe(row.train_offset_exclusive_max);
      for (const [offset, indices] of Object.entries(row.train_by_offset))
        expect([...frameIndices(total, Number(offset), span)]).toEqual(indices);
    },
  );

  it("stays within the video, and within the part that fits where it fits", () => {
    const count = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(
        count,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (total, frames, stride, clips) => {
          const span = { frames, stride };
          for (const offset of [...spacedOffsets(total, clips, span), trainingOffsets(total, span) - 1]) {
            const indices = [...frameIndices(total, offset, span)];
            expect(indices.every((index) => index >= 0 && index < total)).toBe(true);
            if ((frames - 1) * stride < total) expect(indices.at(-1)! - indices[0]!).toBe((frames - 1) * stride);
          }
        },
      ),
    );
  });

  it("refuses a video without frames", () =>
    expect(() => frameIndices(0, 0, { frames: 8, stride: 1 })).toThrow(
      "frameIndices: expected a video of 1 frame or more, got 0",
    ));
});
