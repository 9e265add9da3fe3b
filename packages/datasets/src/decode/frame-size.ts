/** Pixels of a frame. */
export interface FrameSize {
  readonly height: number;
  readonly width: number;
}

/** The size of a frame that is turned by quarters; the same turns lead back. */
export function turnedSize({ height, width }: FrameSize, quarterTurns: number): FrameSize {
  return quarterTurns % 2 === 0 ? { height, width } : { height: width, width: height };
}
