import { statSync } from "node:fs";
import { type Clip, clipOf, frameBytes } from "../clip.ts";
import { DecodeError } from "../decode/decode-error.ts";
import {
  chooseFrames,
  type FrameRequest,
  type KeptFrames,
  lacksTooMany,
  requireEnough,
  uprightSize,
} from "../decode/frame-request.ts";
import { createTimeline, type FrameTimeline } from "../decode/frame-timeline.ts";
import type { PacketEntry } from "../decode/packet-entry.ts";
import { resizeClip } from "../resize-clip.ts";
import { resizeClipAsPillow } from "../resize-pillow.ts";
import { runFfmpeg } from "./ffmpeg-program.ts";
import type { TimeSpan } from "./scan-packets.ts";

/**
 * Decode the frames wanted with the program `ffmpeg`; as `readFrames`, but from the start of the clip.
 *
 * @throws DecodeError; Error if the program is not installed, or for folders and records, which need node-av
 */
export function readFramesByProgram(path: string, request: FrameRequest): KeptFrames {
  const { part, frameRate, missingFrames, choose } = request;
  if (part && part.kind !== "time")
    throw new Error(`decodeClip: expected a video for the engine ffmpeg, got ${path}; use the engine node-av`);
  requireFile(path);
  const { packets, clock, size } = scanFile(path, part);
  const timeline = createTimeline(packets, { frameRate, clock, ...(part && { span: { start: 0, end: Infinity } }) });
  requireEnough(path, timeline, missingFrames);
  const stored = uprightSize(size, request.shortSide);
  const { wanted, position } = chooseFrames(timeline, choose?.({ ...stored, frames: timeline.frames }));
  const frames = decodeFile(path, part, wanted);
  const sound = frames.length;
  if (sound === 0 || lacksTooMany(wanted.length - sound, wanted.length, missingFrames))
    throw new DecodeError(
      "damaged frames",
      `decodeClip: ${wanted.length - sound} of ${wanted.length} frames of ${path} are damaged or missing; copy it again`,
    );
  while (frames.length < wanted.length) frames.push(frames.at(-1)!);
  const clip = joinFrames(frames, request, frameRate || rateOf(timeline, clock));
  return {
    clip,
    info: { frames: timeline.frames, height: clip.height, width: clip.width },
    position,
    decoded: wanted.length,
    missing: wanted.length - sound,
  };
}

function requireFile(path: string): void {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) throw new DecodeError("missing file", `decodeClip: ${path} does not exist`);
  if (status.isDirectory()) throw new DecodeError("not a video", `decodeClip: ${path} is a folder, not a video`);
  if (status.size === 0) throw new DecodeError("empty file", `decodeClip: ${path} is empty, 0 bytes`);
}

/** Packets by the muxer `framecrc`, which prints one line for each: stream, decoding time, presentation time, … */
function scanFile(path: string, part: TimeSpan | undefined) {
  const text = runFfmpeg(path, [...seek(part), "-i", path, "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-"]);
  const packets: PacketEntry[] = [];
  let [clock, height, width] = [1, 0, 0];
  for (const line of text.toString("latin1").split("\n")) {
    const base = line.match(/^#tb 0: (\d+)\/(\d+)/);
    const size = line.match(/^#dimensions 0: (\d+)x(\d+)/);
    if (base) clock = Number(base[2]) / Number(base[1]);
    else if (size) [width, height] = [Number(size[1]), Number(size[2])];
    else if (/^0,/.test(line)) {
      const [, decoded, shown] = line.split(",").map(Number);
      packets.push({ decoded: decoded!, shown: shown!, key: true });
    }
  }
  if (packets.length === 0) throw new DecodeError("decoder failed", `decodeClip: ${path} has no frame`);
  return { packets, clock, size: { height, width } };
}

/** Frames as they come, each as a picture of the format PPM, upright. */
function decodeFile(path: string, part: TimeSpan | undefined, wanted: readonly number[]): Clip[] {
  const filter = `select='${runsOf(wanted)
    .map(([first, last]) => `between(n,${first},${last})`)
    .join("+")}',scale=flags=bilinear+accurate_rnd+full_chroma_int+full_chroma_inp,format=rgb24`;
  const output = runFfmpeg(path, [
    ...seek(part),
    ...["-i", path, "-map", "0:v:0", "-vf", filter, "-fps_mode", "passthrough", "-frames:v", `${wanted.length}`],
    ...["-c:v", "ppm", "-f", "image2pipe", "-"],
  ]);
  const frames: Clip[] = [];
  for (let at = 0; at < output.length; ) {
    const header = output.toString("latin1", at, at + 40).match(/^P6\s(\d+)\s(\d+)\s255\s/);
    if (!header) break;
    const [width, height] = [Number(header[1]), Number(header[2])];
    const start = at + header[0].length;
    at = start + frameBytes({ height, width });
    if (at <= output.length) frames.push(clipOf(output.subarray(start, at), height, width));
  }
  return frames;
}

/** Runs of numbers that follow one another, so that the filter stays short. */
function runsOf(numbers: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === number) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

function joinFrames(frames: readonly Clip[], { shortSide, resize }: FrameRequest, frameRate: number): Clip {
  const { height, width } = uprightSize(frames[0]!, shortSide);
  const bytes = frameBytes({ height, width });
  const values = new Uint8Array(frames.length * bytes);
  for (const [place, frame] of frames.entries())
    values.set((resize === "pillow" ? resizeClipAsPillow : resizeClip)(frame, height, width).values, place * bytes);
  return clipOf(values, height, width, frameRate);
}

function seek(part: TimeSpan | undefined): string[] {
  return part ? ["-ss", `${part.start}`, "-to", `${part.end}`] : [];
}

function rateOf({ times, stored }: FrameTimeline, clock: number): number {
  return stored > 1 ? Math.round((((stored - 1) * clock) / (times.at(-1)! - times[0]!)) * 1000) / 1000 : 0;
}
