import type { ClipPart } from "@vivit/datasets";
import type { DecodePool } from "@vivit/datasets/node";
import { loadViews } from "@vivit/datasets/node";
import type { Preprocessing } from "@vivit/weights";
import type { FilmStrip } from "../report/run-report.ts";

/** Side of a frame in a strip, in pixels, and frames in a strip. */
const [side, mostFrames] = [64, 16];

/** Frames of the middle view of a clip, for people to look at. */
export async function filmStrip(
  pool: DecodePool,
  path: string,
  { frames, stride }: Preprocessing,
  part?: ClipPart,
): Promise<FilmStrip> {
  const skip = Math.ceil(frames / mostFrames);
  const shape = { frames: Math.ceil(frames / skip), stride: stride * skip, crop: side, shortSide: side };
  const wanted = { ...shape, pool, ...(part ? { part } : {}) };
  const { values } = await loadViews(path, wanted);
  const size = side * side * 3;
  const frame = (index: number) =>
    Uint8Array.from(values.subarray(index * size, (index + 1) * size) as Float32Array, (value) =>
      Math.round((value + 1) * 127.5),
    );
  return {
    frames: Array.from({ length: shape.frames }, (_, index) => ({ width: side, height: side, rgb: frame(index) })),
  };
}
