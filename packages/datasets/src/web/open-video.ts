import { type Clip, clipOf, frameBytes } from "../clip.ts";
import { createFrameFitter } from "../decode/frame-fitter.ts";
import { uprightSize } from "../decode/frame-request.ts";
import { decodeFrames } from "./decode-frames.ts";
import { type NumberedVideo, numberVideo, type OpenVideoOptions } from "./number-video.ts";
import { createColorReader } from "./read-colors.ts";
import type { WebResizeMethod } from "./read-frames.ts";
import type { VideoSource } from "./video-source.ts";

/** How large a frame is read. */
export interface ReadFrameOptions {
  /** Pixels of the shorter side; the stored size if left out. */
  readonly shortSide?: number;
  /** `tensorflow` if left out. */
  readonly resize?: WebResizeMethod;
}

/** A frame that was decoded, until the next is asked for. */
export interface WebFrame {
  /** Number in the video, from 0. */
  readonly number: number;
  /** [1, height, width, 3] in [0, 255], turned upright. */
  read(options?: ReadFrameOptions): Promise<Clip>;
  /** Draw it upright over a whole canvas, to be looked at. */
  draw(canvas: HTMLCanvasElement | OffscreenCanvas): void;
}

/** An open video. */
export interface WebVideo {
  readonly name: string;
  /** Frames in it. */
  readonly frames: number;
  /** Frames per second, on average; 0 if it has but one. */
  readonly frameRate: number;
  /** Pixels, turned upright. */
  readonly height: number;
  readonly width: number;
  /**
   * Decode frames in ascending order, with nothing but what they refer to. Damaged ones are left out.
   *
   * @param numbers below `frames`
   */
  decode(numbers: Iterable<number>): AsyncGenerator<WebFrame, void, undefined>;
  /** Give its memory back. */
  close(): void;
}

/**
 * Open a video in a page or worker, to take single frames of it.
 *
 * @throws DecodeError if it cannot be fetched, is no video, has no frame, or the browser lacks its codec
 */
export async function openVideo(
  source: VideoSource,
  options: Pick<OpenVideoOptions, "name" | "signal"> = {},
): Promise<WebVideo> {
  const video = await numberVideo(source, options);
  const { info, name, close } = video;
  const decode = (numbers: Iterable<number>) => framesOf(video, numbers);
  return { name, frames: info.frames, frameRate: info.frameRate, ...uprightSize(info), decode, close };
}

async function* framesOf(video: NumberedVideo, numbers: Iterable<number>): AsyncGenerator<WebFrame, void, undefined> {
  const wanted = [...new Set(numbers)].sort((a, b) => a - b);
  const readColors = createColorReader(video.codec);
  for await (const { number, sample } of decodeFrames(video, wanted))
    yield {
      number,
      async read({ shortSide, resize = "tensorflow" } = {}) {
        const colors = await readColors(sample);
        const size = uprightSize(video.info, shortSide);
        const values = new Uint8Array(frameBytes(size));
        createFrameFitter(video.info.quarterTurns, size, resize)(colors.values, colors, values);
        return clipOf(values, size.height, size.width, video.info.frameRate);
      },
      draw(canvas) {
        const context = canvas.getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
        sample.draw(context, 0, 0, canvas.width, canvas.height);
      },
    };
}
