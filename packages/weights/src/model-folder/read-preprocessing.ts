import { CheckpointError } from "../checkpoint-error.ts";
import type { LabeledModel } from "../configuration/read-configuration.ts";
import type { Preprocessing } from "./preprocessing.ts";

/** A `preprocessor_config.json` understood. */
export interface ReadPreprocessing {
  readonly preprocessing: Preprocessing;
  /** What was corrected, for people. */
  readonly notices: readonly string[];
}

interface Settings {
  readonly vivit?: Preprocessing;
  readonly size?: { readonly shortest_edge?: number };
  readonly do_rescale?: boolean;
  readonly rescale_factor?: number;
  readonly offset?: boolean;
  readonly do_normalize?: boolean;
  readonly image_mean?: readonly number[];
  readonly image_std?: readonly number[];
}

/**
 * Read a `preprocessor_config.json`, ours or Hugging Face's. Theirs says nothing of time, so a stride of 2 and four views are
 * taken, as the paper does.
 *
 * The published Kinetics-400 weights come with settings that normalize twice and resize to the crop; they were trained on
 * [-1, 1] and a short side of 256, so that is what they get, with a notice. What others ask for is done as they ask.
 *
 * @throws CheckpointError for a normalization that differs by channel
 * Source: transformers `VivitImageProcessor` with its defaults; the reference logits of its converter.
 */
export function readPreprocessing(json: unknown, { model, labels }: LabeledModel): ReadPreprocessing {
  const settings = json as Settings;
  if (settings.vivit) return { preprocessing: settings.vivit, notices: [] };
  const { clip } = model;
  const range = rangeOf(settings);
  const rest = { frames: clip.frames, stride: 2, crop: clip.height, temporalViews: 4, spatialViews: 1 } as const;
  const trained = Math.round((clip.height * 256) / 224);
  const shortSide = settings.size?.shortest_edge ?? trained;
  if (isUsual(range)) return { preprocessing: { ...rest, shortSide }, notices: [] };
  if (!isKinetics(labels)) return { preprocessing: { ...rest, shortSide, range }, notices: [] };
  const notice = `preprocessor_config.json normalizes twice, to [${range.join(", ")}]${shortSide === trained ? "" : `, at a short side of ${shortSide}`}; the weights were trained on [-1, 1] at ${trained}, which is used instead`;
  return { preprocessing: { ...rest, shortSide: trained }, notices: [notice] };
}

/** What black and white become. */
function rangeOf({
  do_rescale = true,
  rescale_factor = 1 / 127.5,
  offset = true,
  do_normalize = true,
  image_mean = [0.5],
  image_std = [0.5],
}: Settings): [black: number, white: number] {
  const [mean = 0.5, deviation = 0.5] = [image_mean[0], image_std[0]];
  if (do_normalize && (image_mean.some((value) => value !== mean) || image_std.some((value) => value !== deviation)))
    throw new CheckpointError(
      `preprocessor_config.json: expected one image_mean and image_std for all channels, got [${image_mean.join(", ")}] and [${image_std.join(", ")}]; ViViT is trained with 0.5 and 0.5`,
    );
  const rescaled = (byte: number) => (do_rescale ? byte * rescale_factor - (offset ? 1 : 0) : byte);
  const atByte = (byte: number) => rounded(do_normalize ? (rescaled(byte) - mean) / deviation : rescaled(byte));
  return [atByte(0), atByte(255)];
}

/** Factors in these files are decimal fractions cut short. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function isUsual([black, white]: readonly [number, number]): boolean {
  return black === -1 && white === 1;
}

/** The labels of Kinetics-400, which stand in alphabetical order. */
function isKinetics(labels: readonly string[]): boolean {
  return labels.length === 400 && labels[116] === "eating spaghetti";
}
