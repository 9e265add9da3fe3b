import type { VideoSample } from "mediabunny";
import { planarColors } from "./planar-colors.ts";

/** Colors of one decoded frame as it is stored, before rotation. */
export interface StoredColors {
  readonly height: number;
  readonly width: number;
  /** [height, width, 3] */
  readonly values: Uint8Array;
}

/** A function that reads the colors of decoded frames: from their planes, else as the browser converts them. */
export function createColorReader(codec: string | null): (sample: VideoSample) => Promise<StoredColors> {
  let canvas: OffscreenCanvas | undefined;
  return async (sample) => {
    const { height, width } = sample.visibleRect;
    const planar = await planarColors(sample, codec);
    if (planar) return { height, width, values: planar };
    const direct = await copyColors(sample, width * height * 4);
    if (direct) return { height, width, values: withoutOpacity(direct) };
    if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    const frame = sample.toVideoFrame();
    try {
      context.drawImage(frame, 0, 0, width, height);
    } finally {
      frame.close();
    }
    return { height, width, values: withoutOpacity(context.getImageData(0, 0, width, height).data) };
  };
}

async function copyColors(sample: VideoSample, bytes: number): Promise<Uint8Array | undefined> {
  try {
    const pixels = new Uint8Array(sample.allocationSize({ format: "RGBA" }));
    if (pixels.length !== bytes) return undefined;
    await sample.copyTo(pixels, { format: "RGBA" });
    return pixels;
  } catch {
    return undefined; // not every browser converts
  }
}

/**
 * Take the opacity out of pixels, such as those of a canvas.
 *
 * @param pixels [pixels, 4]
 * @returns [pixels, 3]
 */
export function withoutOpacity(pixels: ArrayLike<number>): Uint8Array {
  const values = new Uint8Array((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
    values[to] = pixels[from]!;
    values[to + 1] = pixels[from + 1]!;
    values[to + 2] = pixels[from + 2]!;
  }
  return values;
}
