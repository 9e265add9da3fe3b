import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import workerpool from "workerpool";
import { type Clip, clipOf, frameBytes } from "../clip.ts";
import type { ClipPart } from "../clip-index.ts";
import { DecodeError } from "../decode/decode-error.ts";
import { encodeClip } from "./encode-clip.ts";
import { endWithParent } from "./end-with-parent.ts";
import { loadNodeAv } from "./load-node-av.ts";
import { readFrames } from "./read-frames.ts";

/** One clip to decode and write again. */
export interface PrepareJob {
  readonly from: string;
  readonly part?: ClipPart;
  readonly to: string;
  /** Pixels. */
  readonly shortSide: number;
  /** Frames per second; 0: as they are. */
  readonly frameRate: number;
  /** Frames from one key frame to the next; 1: every frame is one. */
  readonly keyEvery: number;
  /** Quality of libx264, 0 (lossless) to 51. */
  readonly crf: number;
}

/** How a job went. */
export type PrepareOutcome = { readonly frames: number } | { readonly reason: string; readonly message: string };

/** Where pictures state no rate, they are written at this many a second. */
const assumedRate = 25;

/** Decode a clip and write it small, with key frames close together; a file of the right name is always complete. */
async function prepareClip(job: PrepareJob): Promise<PrepareOutcome> {
  const av = await loadNodeAv("prepareClips");
  const partial = `${job.to}.part`;
  try {
    const { shortSide, frameRate, part } = job;
    const request = {
      shortSide,
      resize: "native" as const,
      ...(part ? { part } : {}),
      ...(frameRate ? { frameRate } : {}),
    };
    const clip = evenSize(readFrames(av, job.from, request).clip);
    mkdirSync(dirname(job.to), { recursive: true });
    const settings = { preset: "veryfast", crf: String(job.crf), g: String(job.keyEvery) };
    encodeClip(av, partial, clip.frameRate > 0 ? clip : { ...clip, frameRate: assumedRate }, { settings });
    renameSync(partial, job.to);
    return { frames: clip.frames };
  } catch (error) {
    rmSync(partial, { force: true });
    if (error instanceof DecodeError) return { reason: error.reason, message: error.message };
    throw error;
  }
}

/** Without the last row or column where their number is odd, as yuv420p asks for. */
function evenSize(clip: Clip): Clip {
  const [height, width] = [clip.height - (clip.height % 2), clip.width - (clip.width % 2)];
  if (height === clip.height && width === clip.width) return clip;
  const values = new Uint8Array(clip.frames * height * width * 3);
  for (let frame = 0; frame < clip.frames; frame++)
    for (let row = 0; row < height; row++) {
      const from = frame * frameBytes(clip) + row * clip.width * 3;
      values.set(clip.values.subarray(from, from + width * 3), (frame * height + row) * width * 3);
    }
  return clipOf(values, height, width, clip.frameRate);
}

endWithParent();
process.on("SIGINT", () => {}); // the parent decides what Ctrl-C means
workerpool.worker({ prepareClip });
