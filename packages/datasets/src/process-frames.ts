import type { Clip } from "./clip.ts";
import { resizeShortSideAsPillow } from "./resize-pillow.ts";

/** Settings of Hugging Face's `VivitImageProcessor`, as in `preprocessor_config.json`. */
export interface ImageProcessorSettings {
  readonly do_resize?: boolean;
  readonly size?: { readonly shortest_edge: number };
  readonly do_center_crop?: boolean;
  readonly crop_size?: { readonly height: number; readonly width: number };
  readonly do_rescale?: boolean;
  readonly rescale_factor?: number;
  readonly offset?: boolean;
  readonly do_normalize?: boolean;
  readonly image_mean?: readonly number[];
  readonly image_std?: readonly number[];
}

/**
 * Make of frames what `VivitImageProcessor` makes of them, to compare with its models: note that its default settings
 * normalize twice, to [-3, 1].
 *
 * @param clip [frames, height, width, 3]
 * @returns float32 [frames, 3, height, width]
 * Source: transformers `VivitImageProcessor`: Pillow's bilinear filter, center crop padded with zeros, rescale, normalize.
 */
export function processFrames(clip: Clip, settings: ImageProcessorSettings = {}): Float32Array {
  const { do_resize = true, do_center_crop = true, size = { shortest_edge: 256 } } = settings;
  const resized = do_resize ? resizeShortSideAsPillow(clip, size.shortest_edge) : clip;
  const { height, width } = do_center_crop ? (settings.crop_size ?? { height: 224, width: 224 }) : resized;
  const [top, left] = [middle(resized.height, height), middle(resized.width, width)];
  const values = new Float32Array(clip.frames * 3 * height * width);
  const scale = [0, 1, 2].map((channel) => levels(settings, channel));
  let to = 0;
  for (let frame = 0; frame < clip.frames; frame++)
    for (let channel = 0; channel < 3; channel++)
      for (let y = top; y < top + height; y++)
        for (let x = left; x < left + width; x++)
          values[to++] = scale[channel]![colorAt(resized, frame, y, x, channel)]!;
  return values;
}

/** Where the crop begins; negative where the frame is smaller than the crop. Source: transformers `center_crop`. */
function middle(length: number, crop: number): number {
  return length >= crop ? Math.floor((length - crop) / 2) : -Math.ceil((crop - length) / 2);
}

function colorAt({ height, width, values }: Clip, frame: number, y: number, x: number, channel: number): number {
  if (y < 0 || x < 0 || y >= height || x >= width) return 0;
  return values[((frame * height + y) * width + x) * 3 + channel]!;
}

/** What each of the 256 levels becomes, in float32 step by step as NumPy does it. */
function levels(settings: ImageProcessorSettings, channel: number): Float32Array {
  const { do_rescale = true, rescale_factor = 1 / 127.5, offset = true, do_normalize = true } = settings;
  const [mean, deviation] = [settings.image_mean?.[channel] ?? 0.5, settings.image_std?.[channel] ?? 0.5];
  return Float32Array.from({ length: 256 }, (_, level) => {
    const rescaled = do_rescale ? Math.fround(level * rescale_factor) - (offset ? 1 : 0) : level;
    return do_normalize ? (rescaled - mean) / deviation : rescaled;
  });
}
