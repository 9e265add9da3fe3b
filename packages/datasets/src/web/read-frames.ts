import { clipOf, frameBytes } from "../clip.ts";
import { DecodeError } from "../decode/decode-error.ts";
import { createFrameFitter } from "../decode/frame-fitter.ts";
import {
  chooseFrames,
  type FrameRequest,
  type KeptFrames,
  lacksTooMany,
  type MissingFrames,
  uprightSize,
} from "../decode/frame-request.ts";
import { decodeFrames } from "./decode-frames.ts";
import type { NumberedVideo } from "./number-video.ts";
import { createColorReader } from "./read-colors.ts";

/** How frames are brought to size: as TensorFlow or Pillow does it, to the bit. */
export type WebResizeMethod = "tensorflow" | "pillow";

/** Which frames of an open video to keep, and how large. */
export interface WebFrameRequest extends Pick<FrameRequest, "shortSide" | "missingFrames" | "choose"> {
  readonly resize?: WebResizeMethod;
}

/**
 * Decode the frames wanted, turned upright and resized. One that is damaged is replaced by the sound one before it, else by the
 * next.
 *
 * @throws DecodeError "damaged frames" if more than half of them are missing, or any is and may not be
 */
export async function readFrames(video: NumberedVideo, request: WebFrameRequest = {}): Promise<KeptFrames> {
  const { timeline, info, name } = video;
  const size = uprightSize(info, request.shortSide);
  const promised = { frames: timeline.frames, ...size };
  const { wanted, places, position } = chooseFrames(timeline, request.choose?.(promised));
  const bytes = frameBytes(size);
  const values = new Uint8Array(wanted.length * bytes);
  const sound: number[] = [];
  const readColors = createColorReader(video.codec);
  const fit = createFrameFitter(info.quarterTurns, size, request.resize ?? "tensorflow");
  for await (const { number, sample } of decodeFrames(video, wanted)) {
    const colors = await readColors(sample);
    const place = places.get(number)!;
    fit(colors.values, colors, values.subarray(place * bytes, (place + 1) * bytes));
    sound.push(place);
  }
  const missing = wanted.length - sound.length;
  refuseMissing(name, missing, wanted.length, request.missingFrames);
  if (missing > 0) fillGaps(values, bytes, wanted.length, sound);
  const clip = clipOf(values, size.height, size.width, info.frameRate);
  return { clip, info: promised, position, decoded: wanted.length, missing };
}

function refuseMissing(name: string, missing: number, wanted: number, policy: MissingFrames | undefined): void {
  if (!lacksTooMany(missing, wanted, policy)) return;
  if (missing === wanted)
    throw new DecodeError("decoder failed", `no frame of ${name} could be decoded; choose another file`);
  throw new DecodeError("damaged frames", `${missing} of ${wanted} frames of ${name} are damaged or missing`);
}

/** Put the sound frame before each gap, or else the first, into it. */
function fillGaps(values: Uint8Array, bytes: number, count: number, sound: readonly number[]): void {
  const there = new Set(sound);
  let from = sound[0]!;
  for (let place = 0; place < count; place++)
    if (there.has(place)) from = place;
    else values.copyWithin(place * bytes, from * bytes, (from + 1) * bytes);
}
