import type { Frame, SoftwareScaleContext } from "node-av/lib";
import { createFrameFitter } from "../decode/frame-fitter.ts";
import { type FrameSize, turnedSize } from "../decode/frame-size.ts";
import type { ResizeMethod } from "../decode/resize-method.ts";
import type { VideoInfo } from "../decode/video-info.ts";
import type { NodeAv } from "./load-node-av.ts";

/**
 * A function that converts a decoded frame to RGB, resizes it, turns it upright and writes it.
 *
 * @param upright size of what is written, [height, width, 3]
 * @returns call its `free` when done
 */
export function createFrameWriter(
  av: NodeAv,
  { quarterTurns }: Pick<VideoInfo, "quarterTurns">,
  upright: FrameSize,
  method: ResizeMethod,
) {
  const stored = turnedSize(upright, quarterTurns);
  const scaler = new av.SoftwareScaleContext();
  scaler.allocContext(); // no source format: taken from each frame, its color space included
  scaler.setOption("sws_flags", "bilinear+accurate_rnd+full_chroma_int");
  const fit = createFrameFitter(quarterTurns, upright, method === "pillow" ? "pillow" : "tensorflow");
  const write = (frame: Frame, target: Uint8Array) => {
    const size = method === "native" ? stored : { height: frame.height, width: frame.width };
    fit(convert(av, scaler, frame, size), size, target);
  };
  return Object.assign(write, { free: () => scaler.freeContext() });
}

/** [height, width, 3] of a frame in FFmpeg's own format. */
function convert(av: NodeAv, scaler: SoftwareScaleContext, frame: Frame, size: FrameSize): Uint8Array {
  const rgb = new av.Frame();
  rgb.alloc();
  try {
    Object.assign(rgb, { ...size, format: av.constants.AV_PIX_FMT_RGB24 });
    av.FFmpegError.throwIfError(rgb.getBuffer(1), "buffer for a frame");
    frame.clearFlags(av.constants.AV_FRAME_FLAG_INTERLACED); // as it is stored; the scaler refuses one kind for the other
    av.FFmpegError.throwIfError(scaler.scaleFrameSync(rgb, frame), "conversion to RGB");
    return packRows(rgb.data![0]!, rgb.linesize[0]!, size);
  } finally {
    rgb.free();
  }
}

/** A copy, as the frame's memory is about to go; rows are apart where FFmpeg handed the source through. */
function packRows(rows: Uint8Array, stride: number, { height, width }: FrameSize): Uint8Array {
  if (stride === width * 3) return new Uint8Array(rows.subarray(0, height * stride));
  const packed = new Uint8Array(height * width * 3);
  for (let row = 0; row < height; row++)
    packed.set(rows.subarray(row * stride, row * stride + width * 3), row * width * 3);
  return packed;
}
