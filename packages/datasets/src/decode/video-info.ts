/** What a video file says about itself. */
export interface VideoInfo {
  /** Frames that the container promises; 0 if it does not say. */
  readonly frames: number;
  /** Pixels as stored, before rotation. */
  readonly height: number;
  readonly width: number;
  /** Frames per second, 0 if unknown. */
  readonly frameRate: number;
  /** Quarter turns clockwise that a player applies. */
  readonly quarterTurns: 0 | 1 | 2 | 3;
}
