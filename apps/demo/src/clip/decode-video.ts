import { type Clip, clipOf } from "@vivit/datasets";
import { type VideoSample, VideoSampleSink } from "mediabunny";
import { type DecodedVideo, VideoError, type VideoRequest, type VideoSource } from "./decoded-video.ts";
import { type OpenVideo, openVideo } from "./open-video.ts";
import { createPreview } from "./preview.ts";
import { createFrameReader } from "./read-frame.ts";

/**
 * Decode a video in the browser: the frames asked for, and a preview.
 *
 * @throws VideoError if it is no video, the browser lacks its codec, or no frame of it decodes
 */
export async function decodeVideo(source: VideoSource, request: VideoRequest): Promise<DecodedVideo> {
  const video = await openVideo(source);
  try {
    return await decodeOpen(source.name, video, request);
  } finally {
    video.input.dispose();
  }
}

async function decodeOpen(name: string, video: OpenVideo, request: VideoRequest): Promise<DecodedVideo> {
  const { total, frameRate } = video;
  const wanted = new Set(request.choose(total));
  const preview = createPreview(total);
  const read = createFrameReader(request.shortSide);
  const frames: Clip[] = [];
  const numbers: number[] = [];
  const last = Math.max(...wanted, preview.last);
  const decoded = await eachFrame(name, video, last, async (sample, number) => {
    if (wanted.has(number)) {
      frames.push(await read(sample));
      numbers.push(number);
    }
    if (preview.wants(number)) preview.add(sample, number);
    request.onProgress?.(number + 1, last + 1);
  });
  if (frames.length === 0) throw new VideoError(`no frame of ${name} could be decoded; choose another file`);
  const there = decoded <= last ? decoded : total; // a file that was cut short ends early
  return { name, total: there, frameRate, clip: join(frames, frameRate), numbers, preview: preview.finish() };
}

/** Call for each frame up to the last wanted; damage ends the video there. Returns how many frames there were. */
async function eachFrame(
  name: string,
  { track }: OpenVideo,
  last: number,
  take: (sample: VideoSample, number: number) => Promise<void>,
): Promise<number> {
  let number = 0;
  try {
    for await (const sample of new VideoSampleSink(track).samples()) {
      try {
        await take(sample, number++);
      } finally {
        sample.close();
      }
      if (number > last) break;
    }
  } catch (cause) {
    if (number === 0) throw new VideoError(`${name} does not decode: ${(cause as Error).message}`, { cause });
  }
  return number;
}

function join(frames: readonly Clip[], frameRate: number): Clip {
  const { height, width } = frames[0]!;
  const bytes = height * width * 3;
  const values = new Uint8Array(frames.length * bytes);
  for (const [at, frame] of frames.entries()) values.set(frame.values.subarray(0, bytes), at * bytes);
  return clipOf(values, height, width, frameRate);
}
