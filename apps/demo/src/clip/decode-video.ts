import { type Clip, clipOf } from "@vivit/datasets";
import { DecodeError, openVideo, type WebVideo } from "@vivit/datasets/web";
import type { DecodedVideo, VideoRequest, VideoSource } from "./decoded-video.ts";
import { createPreview } from "./preview.ts";

/**
 * Decode a video in the browser: the frames asked for, and a preview.
 *
 * @throws DecodeError if it is no video, the browser lacks its codec, or no frame of it decodes
 */
export async function decodeVideo(source: VideoSource, request: VideoRequest): Promise<DecodedVideo> {
  const video = await openVideo("file" in source ? source.file : source.url, { name: source.name });
  try {
    return await decodeOpen(video, request);
  } finally {
    video.close();
  }
}

async function decodeOpen(video: WebVideo, { choose, shortSide, onProgress }: VideoRequest): Promise<DecodedVideo> {
  const { name, frameRate } = video;
  const wanted = new Set(choose(video.frames));
  const preview = createPreview(video);
  const frames: Clip[] = [];
  const numbers: number[] = [];
  const last = Math.max(...wanted, ...preview.wanted);
  let decoded = 0;
  for await (const frame of video.decode([...wanted, ...preview.wanted])) {
    if (wanted.has(frame.number)) {
      frames.push(await frame.read({ shortSide }));
      numbers.push(frame.number);
    }
    preview.offer(frame);
    decoded = frame.number + 1;
    onProgress?.(decoded, last + 1);
  }
  if (frames.length === 0)
    throw new DecodeError("decoder failed", `no frame of ${name} could be decoded; choose another file`);
  const total = decoded <= last ? decoded : video.frames; // a file that was cut short ends early
  return { name, total, frameRate, clip: join(frames, frameRate), numbers, preview: preview.finish() };
}

function join(frames: readonly Clip[], frameRate: number): Clip {
  const { height, width } = frames[0]!;
  const bytes = height * width * 3;
  const values = new Uint8Array(frames.length * bytes);
  for (const [at, frame] of frames.entries()) values.set(frame.values.subarray(0, bytes), at * bytes);
  return clipOf(values, height, width, frameRate);
}
