import type { VideoSample } from "mediabunny";
import type { Preview } from "./decoded-video.ts";

/** Frames of a preview at most, and pixels of its longer side at most. */
const [mostFrames, longSide] = [48, 240];

/** Collect frames spread over a video, small enough to be shown at once. */
export function createPreview(total: number) {
  const count = Math.min(total, mostFrames);
  const wanted = new Set(Array.from({ length: count }, (_, index) => Math.floor((index * total) / count)));
  const pictures: Uint8ClampedArray[] = [];
  const numbers: number[] = [];
  let canvas: OffscreenCanvas | undefined;
  return {
    last: Math.max(...wanted),
    wants: (number: number) => wanted.has(number),
    add(sample: VideoSample, number: number): void {
      canvas ??= fitCanvas(sample.displayWidth, sample.displayHeight);
      const context = canvas.getContext("2d", { willReadFrequently: true })!;
      sample.draw(context, 0, 0, canvas.width, canvas.height);
      pictures.push(context.getImageData(0, 0, canvas.width, canvas.height).data);
      numbers.push(number);
    },
    finish(): Preview {
      const { height, width } = canvas ?? { height: 1, width: 1 };
      return { height, width, numbers, pixels: joinPictures(pictures, height * width * 4) };
    },
  };
}

/** A canvas that holds a picture of this size, made smaller where it is large. */
export function fitCanvas(width: number, height: number): OffscreenCanvas {
  const scale = Math.min(1, longSide / Math.max(width, height));
  return new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
}

/** Pictures one behind the other. */
export function joinPictures(pictures: readonly Uint8ClampedArray[], bytes: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(pictures.length * bytes);
  for (const [at, picture] of pictures.entries()) pixels.set(picture.subarray(0, bytes), at * bytes);
  return pixels;
}
