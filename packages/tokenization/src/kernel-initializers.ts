import { countValues, type Initializer, lecunNormal } from "@vivit/nn";

/** How the kernel of a tubelet embedding begins when no other model is loaded. */
export type KernelInitialization = "lecun-normal" | "central-frame" | "repeated-frame";

/**
 * LeCun normal at the central frame, zeros at the others, for a kernel [frames, height, width, channels, dim].
 *
 * Source: Scenic `central_frame_initializer`, which masks the width in place of time by mistake; here it is time.
 */
export const centralFrameNormal: Initializer = (key, shape) => {
  const drawn = lecunNormal(key, shape);
  const size = countValues(shape.slice(1));
  const central = Math.floor(shape[0]! / 2);
  (drawn.values as Float32Array).fill(0, 0, central * size).fill(0, (central + 1) * size);
  return drawn;
};

/**
 * LeCun normal drawn for one frame and repeated for all, for a kernel [frames, height, width, channels, dim]. As in the
 * source, the deviation counts the inputs of all frames.
 *
 * Source: Scenic `average_frame_initializer`.
 */
export const repeatedFrameNormal: Initializer = (key, shape) => {
  const drawn = lecunNormal(key, shape);
  const size = countValues(shape.slice(1));
  for (let frame = 1; frame < shape[0]!; frame++) (drawn.values as Float32Array).copyWithin(frame * size, 0, size);
  return drawn;
};

/** The initializer of each name. */
export const kernelInitializers: Readonly<Record<KernelInitialization, Initializer>> = {
  "lecun-normal": lecunNormal,
  "central-frame": centralFrameNormal,
  "repeated-frame": repeatedFrameNormal,
};
