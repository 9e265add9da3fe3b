import { type Clip, clipOf, resizeShortSide } from "@vivit/datasets";
import { withoutOpacity } from "@vivit/datasets/web";
import type { Preprocessing } from "@vivit/weights";
import type { DecodedVideo } from "./decoded-video.ts";
import { modelFrameRate } from "./model-frame-rate.ts";
import { fitCanvas, joinPictures } from "./preview.ts";

/**
 * A video of pictures from a camera, one for each frame that a model sees: so each stands for `stride` frames.
 *
 * @param pictures all of one size; they are closed
 */
export function videoFromPictures(
  name: string,
  pictures: readonly ImageBitmap[],
  { stride, shortSide }: Preprocessing,
): DecodedVideo {
  const read = pictures.map((picture) => readPicture(picture, shortSide));
  const { height, width } = read[0]!.clip;
  const values = new Uint8Array(read.length * height * width * 3);
  for (const [at, { clip }] of read.entries()) values.set(clip.values, at * height * width * 3);
  const numbers = read.map((_, at) => at * stride);
  const shown = read[0]!.shown;
  const preview = {
    height: shown.height,
    width: shown.width,
    numbers,
    pixels: joinPictures(
      read.map(({ shown }) => shown.data),
      shown.data.length,
    ),
  };
  return {
    name,
    total: read.length * stride,
    frameRate: modelFrameRate,
    clip: clipOf(values, height, width, modelFrameRate),
    numbers,
    preview,
  };
}

function readPicture(picture: ImageBitmap, shortSide: number): { clip: Clip; shown: ImageData } {
  const whole = pixelsOf(picture, new OffscreenCanvas(picture.width, picture.height));
  const shown = pixelsOf(picture, fitCanvas(picture.width, picture.height));
  picture.close();
  return { clip: resizeShortSide(clipOf(withoutOpacity(whole.data), whole.height, whole.width), shortSide), shown };
}

function pixelsOf(picture: ImageBitmap, canvas: OffscreenCanvas): ImageData {
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
