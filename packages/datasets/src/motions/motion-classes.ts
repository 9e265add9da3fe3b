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

/**
 * Motions outside of the ten, to be taught to a model that knows those: around a circle, to and fro across the way, on and off.
 * Unlike the ten, a single frame of `blinking` may tell, by showing nothing.
 */
export const unseenMotions = ["circling", "zigzag", "blinking"] as const;

/** A motion outside of the ten. */
export type UnseenMotion = (typeof unseenMotions)[number];

/** How hard `motions` is: plain shapes over plain backgrounds, or textured shapes over textured, drifting ones. */
export type MotionLevel = "easy" | "hard";

/** Frames per second of `motions`. Source: Kinetics, which ViViT takes to be 25. */
export const motionFrameRate = 25;

/** Frames of a clip of `motions`: two seconds. */
export const motionFrames = 50;
