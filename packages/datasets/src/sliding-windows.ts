import { type Clip, clipOf } from "./clip.ts";
import { frameIndices, type Span } from "./sample-frames.ts";

/** One frame of a stream and when it is shown. */
export interface TimedFrame {
  /** [1, height, width, 3] in [0, 255] */
  readonly clip: Clip;
  /** Since the stream began. */
  readonly seconds: number;
}

/** Consecutive frames of a stream, as many as a model sees. */
export interface StreamWindow {
  /** [frames, height, width, 3] */
  readonly clip: Clip;
  /** When its first frame is shown, in seconds. */
  readonly start: number;
  /** When its last frame is shown, in seconds. */
  readonly end: number;
}

/** Which windows of a stream. */
export interface WindowOptions extends Span {
  /** Seconds from the start of one window to that of the next; windows that follow one another if left out. */
  readonly every?: number;
}

/**
 * Cut a stream into windows that slide over it.
 *
 * Holds the frames of one window, however long the stream is. What is left at the end, less than a window, is seen in one
 * last window that ends with the stream; a stream shorter than a window loops, as a short video does.
 *
 * @throws RangeError if `every` is not above 0
 */
export async function* slidingWindows(
  frames: AsyncIterable<TimedFrame>,
  { every, ...span }: WindowOptions,
): AsyncGenerator<StreamWindow, void, undefined> {
  if (every !== undefined && !(every > 0))
    throw new RangeError(`slidingWindows: expected every of more than 0 seconds, got ${every}`);
  const length = (span.frames - 1) * span.stride + 1;
  const kept: TimedFrame[] = [];
  let skip = 0; // frames until the next window may begin, where windows follow one another
  let next = Number.NEGATIVE_INFINITY; // seconds at which the next window may begin, where they are timed
  let fresh = 0; // frames that no window has shown
  for await (const frame of frames) {
    kept.push(frame);
    fresh++;
    while (kept.length > 0 && (skip > 0 || (every !== undefined && kept[0]!.seconds < next - tolerance))) {
      kept.shift();
      skip = Math.max(0, skip - 1);
    }
    if (kept.length < length) continue;
    yield windowOf(kept, span);
    fresh = 0;
    if (every === undefined) skip = span.frames * span.stride;
    else next = Math.max(next, kept[0]!.seconds) === next ? next + every : kept[0]!.seconds + every;
  }
  if (fresh > 0 && kept.length > 0) yield windowOf(kept, span);
}

/** Frame times are rounded to the stream's clock. */
const tolerance = 1e-3;

/** The frames of a window; too few of them loop. */
function windowOf(kept: readonly TimedFrame[], span: Span): StreamWindow {
  const numbers = [...frameIndices(kept.length, 0, span)];
  const { height, width, frameRate } = kept[0]!.clip;
  const size = height * width * 3;
  const values = new Uint8Array(numbers.length * size);
  for (const [at, number] of numbers.entries()) values.set(kept[number]!.clip.values, at * size);
  const end = kept[Math.max(...numbers)]!.seconds;
  return { clip: clipOf(values, height, width, frameRate), start: kept[0]!.seconds, end };
}

/**
 * Bring a stream to so many frames a second: at each tick the frame that is shown then.
 *
 * @param rate frames per second
 */
export async function* resampleFrames(
  frames: AsyncIterable<TimedFrame>,
  rate: number,
): AsyncGenerator<TimedFrame, void, undefined> {
  let shown: TimedFrame | undefined;
  let tick = 0;
  for await (const frame of frames) {
    for (; shown && tick / rate < frame.seconds - tolerance; tick++) yield { ...shown, seconds: tick / rate };
    shown = frame;
  }
  if (shown && tick / rate <= shown.seconds + tolerance) yield { ...shown, seconds: tick / rate };
}
