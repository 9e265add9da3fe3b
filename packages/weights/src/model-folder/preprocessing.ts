import { type HostTensor, hostTensor } from "@vivit/nn";

/** How a video file becomes what the model sees. */
export interface Preprocessing {
  /** Frames the model sees. */
  readonly frames: number;
  /** Video frames from one to the next. */
  readonly stride: number;
  /** Short side after resizing, in pixels. */
  readonly shortSide: number;
  /** Side of the square that the model sees, in pixels. */
  readonly crop: number;
  /** Frames per second to resample to before the stride counts; 0 or left out: every frame of the file. */
  readonly frameRate?: number;
  /** How frames are resized; left out: as TensorFlow does. */
  readonly resize?: "tensorflow" | "pillow" | "native";
  /** Clips along time whose logits are averaged. */
  readonly temporalViews: number;
  /** Crops of each clip: 1 or 3. */
  readonly spatialViews: 1 | 3;
  /** What black and white become. Absent: -1 and 1. */
  readonly range?: readonly [black: number, white: number];
}

/** As `preprocessor_config.json` of Hugging Face, with ours beside it under `vivit`. Source: transformers `VivitImageProcessor`. */
export function writePreprocessing(preprocessing: Preprocessing): Record<string, unknown> {
  const { shortSide, crop, range } = preprocessing;
  const [mean, deviation] = range ? normalizationOf(range) : [0.5, 0.5];
  return {
    image_processor_type: "VivitImageProcessor",
    do_resize: true,
    size: { shortest_edge: shortSide },
    resample: 2,
    do_center_crop: true,
    crop_size: { height: crop, width: crop },
    do_rescale: true,
    rescale_factor: 1 / 127.5,
    offset: true,
    do_normalize: range !== undefined,
    image_mean: [mean, mean, mean],
    image_std: [deviation, deviation, deviation],
    vivit: preprocessing,
  };
}

/** Mean and deviation that make another range of [-1, 1]. */
function normalizationOf([black, white]: readonly [number, number]): [mean: number, deviation: number] {
  const deviation = 2 / (white - black);
  return [-1 - black * deviation, deviation];
}

/** Clips in [-1, 1] in the range that a model wants: the same tensor where that is [-1, 1]. */
export function toRange(video: HostTensor, range: Preprocessing["range"]): HostTensor {
  if (!range) return video;
  const [black, white] = range;
  const half = (white - black) / 2;
  return hostTensor(
    (video.values as Float32Array).map((value) => black + half * (value + 1)),
    video.shape,
  );
}
