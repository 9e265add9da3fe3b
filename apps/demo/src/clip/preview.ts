import type { WebFrame, WebVideo } from "@vivit/datasets/web";
import type { Preview } from "./decoded-video.ts";

/** Frames of a preview at most, and pixels of its longer side at most. */
const [mostFrames, longSide] = [48, 240];

/** Collect frames spread over a video, small enough to be shown at once. */
export function createPreview({ frames, height, width }: WebVideo) {
  const count = Math.min(frames, mostFrames);
  const wanted = new Set(Array.from({ length: count }, (_, index) => Math.floor((index * frames) / count)));
  const pictures: Uint8ClampedArray[] = [];
  const numbers: number[] = [];
  const canvas = fitCanvas(width, height);
  return {
    wanted,
    /** Keep a frame if it is one of those wanted. */
    offer(frame: WebFrame): void {
      if (!wanted.has(frame.number)) return;
      frame.draw(canvas);
      const context = canvas.getContext("2d", { willReadFrequently: true })!;
      pictures.push(context.getImageData(0, 0, canvas.width, canvas.height).data);
      numbers.push(frame.number);
    },
    finish: (): Preview => ({
      height: canvas.height,
      width: canvas.width,
      numbers,
      pixels: joinPictures(pictures, canvas.height * canvas.width * 4),
    }),
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
