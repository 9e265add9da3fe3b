import { type Clip, clipOf, resizeShortSide } from "@vivit/datasets";
import type { VideoSample } from "mediabunny";

/** A function that reads one decoded frame as RGB and resizes it as the models were trained: exactly, in whole levels. */
export function createFrameReader(shortSide: number): (sample: VideoSample) => Promise<Clip> {
  let canvas: OffscreenCanvas | undefined;
  return async (sample) => {
    const { displayWidth: width, displayHeight: height } = sample;
    const direct = await readDirectly(sample);
    if (direct) return resizeShortSide(clipOf(direct, height, width), shortSide);
    canvas ??= new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    sample.draw(context, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return resizeShortSide(clipOf(withoutOpacity(data), height, width), shortSide);
  };
}

/** The decoder's own conversion to RGB, where the frame need not be turned; a canvas does what it cannot. */
async function readDirectly(sample: VideoSample): Promise<Uint8Array | undefined> {
  const { displayWidth, displayHeight, codedWidth, codedHeight, rotation, flip } = sample;
  if (rotation !== 0 || flip || displayWidth !== codedWidth || displayHeight !== codedHeight) return undefined;
  try {
    const pixels = new Uint8Array(sample.allocationSize({ format: "RGBA" }));
    await sample.copyTo(pixels, { format: "RGBA" });
    return pixels.length === displayWidth * displayHeight * 4 ? withoutOpacity(pixels) : undefined;
  } catch {
    return undefined;
  }
}

/** [pixels, 4] to [pixels, 3]. */
export function withoutOpacity(pixels: ArrayLike<number>): Uint8Array {
  const values = new Uint8Array((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
    values[to] = pixels[from]!;
    values[to + 1] = pixels[from + 1]!;
    values[to + 2] = pixels[from + 2]!;
  }
  return values;
}
