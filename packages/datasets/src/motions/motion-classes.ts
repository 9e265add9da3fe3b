/** The ten classes of `motions`; one frame cannot tell them apart. The order is the order of the labels. */
export const motionClasses = [
  "clockwise",
  "counterclockwise",
  "down",
  "growing",
  "left",
  "right",
  "shrinking",
  "there-and-back",
  "trembling",
  "up",
] as const;

/** A class of `motions`. */
export type MotionClass = (typeof motionClasses)[number];

/** How hard `motions` is: plain shapes over plain backgrounds, or textured shapes over textured, drifting ones. */
export type MotionLevel = "easy" | "hard";

/** Frames per second of `motions`. Source: Kinetics, which ViViT takes to be 25. */
export const motionFrameRate = 25;

/** Frames of a clip of `motions`: two seconds. */
export const motionFrames = 50;
