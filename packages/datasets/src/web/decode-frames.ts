import { InputDisposedError, type VideoSample, VideoSampleSink } from "mediabunny";
import type { NumberedVideo } from "./number-video.ts";

/** A stored frame that was decoded. */
export interface DecodedSample {
  readonly number: number;
  /** Closed as soon as the next is asked for. */
  readonly sample: VideoSample;
}

/**
 * Decode stored frames and what they refer to, nothing else, in ascending order.
 *
 * What does not decode is left out; after damage, decoding goes on with the next group of pictures.
 *
 * @param wanted numbers of stored frames, ascending, without repetition
 */
export async function* decodeFrames(
  video: NumberedVideo,
  wanted: readonly number[],
): AsyncGenerator<DecodedSample, void, undefined> {
  for (let left = wanted; left.length > 0; ) {
    const asked = new Set(left);
    let last = -1;
    try {
      for await (const frame of decodeRun(video, left)) {
        if (frame.number <= last || !asked.has(frame.number)) continue; // shown in place of one that is missing
        last = frame.number;
        yield frame;
      }
      return;
    } catch (error) {
      if (error instanceof InputDisposedError) throw error;
      left = afterDamage(video, left, last);
    }
  }
}

async function* decodeRun(video: NumberedVideo, wanted: readonly number[]): AsyncGenerator<DecodedSample> {
  const times = wanted.map((number) => video.secondsOf(number));
  for await (const sample of new VideoSampleSink(video.track).samplesAtTimestamps(times)) {
    if (!sample) continue;
    try {
      yield { number: video.numberAt(sample.timestamp) ?? -1, sample };
    } finally {
      sample.close();
    }
  }
}

/** What may still decode: the frames of the groups behind the one that is damaged. */
function afterDamage({ timeline: { keys } }: NumberedVideo, left: readonly number[], last: number): readonly number[] {
  const failed = left.find((number) => number > last);
  return failed === undefined ? [] : left.filter((number) => keys[number]! > keys[failed]!);
}
