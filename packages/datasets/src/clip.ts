/** Decoded frames in plain memory. */
export interface Clip {
  readonly frames: number;
  /** Pixels. */
  readonly height: number;
  /** Pixels. */
  readonly width: number;
  /** [frames, height, width, 3], red, green, blue in [0, 255], row-major. */
  readonly values: Uint8Array;
  /** Frames per second as the file states it; 0 if it states none. */
  readonly frameRate: number;
}

/** Bytes of one frame. */
export function frameBytes({ height, width }: { height: number; width: number }): number {
  return height * width * 3;
}

/**
 * Wrap values as a clip.
 *
 * @param values [frames, height, width, 3]
 * @throws RangeError if their number is not a whole number of frames
 */
export function clipOf(values: Uint8Array, height: number, width: number, frameRate = 0): Clip {
  const frames = values.length / frameBytes({ height, width });
  if (!Number.isInteger(frames))
    throw new RangeError(`clipOf: expected [frames, ${height}, ${width}, 3] values, got ${values.length}`);
  return { frames, height, width, values, frameRate };
}
