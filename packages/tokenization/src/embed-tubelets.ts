import * as tf from "@tensorflow/tfjs-core";
import { parameter, ShapeError, sizes, zeros } from "@vivit/nn";
import { type KernelInitialization, kernelInitializers } from "./kernel-initializers.ts";

/** Frames, rows and columns of a clip, a tubelet or a grid of tokens. */
export interface Extent {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
}

/** The projection of a tubelet to a token. */
export interface TubeletEmbeddingParams {
  /** [frames, height, width, channels, dim] */
  readonly kernel: tf.Tensor5D;
  /** [dim] */
  readonly bias: tf.Tensor1D;
}

/** Shapes and first values of a tubelet embedding; zero bias. Source: Scenic `embed_3d_patch` (`kernel_init_method`). */
export function tubeletEmbeddingSpecs(
  tubelet: Extent,
  channels: number,
  dim: number,
  kernel: KernelInitialization = "lecun-normal",
) {
  const shape = [tubelet.frames, tubelet.height, tubelet.width, channels, dim];
  return {
    kernel: parameter(shape, kernelInitializers[kernel]),
    bias: parameter([dim], zeros),
  };
}

/**
 * Count the tokens of a clip along time, rows and columns.
 *
 * @throws ShapeError if a tubelet does not divide the clip
 */
export function tokenGrid(clip: Extent, tubelet: Extent, caller = "tokenGrid"): Extent {
  for (const axis of ["frames", "height", "width"] as const) {
    const [whole, part] = [clip[axis], tubelet[axis]];
    if (whole < part || whole % part !== 0)
      throw new ShapeError(
        `${caller}: clip ${axis} ${whole} is not a multiple of tubelet ${axis} ${part}; ${axis === "frames" ? "sample" : "crop to"} ${Math.max(1, Math.round(whole / part)) * part}`,
      );
  }
  return {
    frames: clip.frames / tubelet.frames,
    height: clip.height / tubelet.height,
    width: clip.width / tubelet.width,
  };
}

/**
 * Cut a clip into non-overlapping tubelets and project each to one token.
 *
 * One matMul in place of a strided 3-D convolution, so every backend has its gradient.
 *
 * @param video [batch, frames, height, width, channels], values in [-1, 1]
 * @param params kernel [frames, height, width, channels, dim], bias [dim]
 * @returns [batch, tokens, dim], tokens ordered by time, then row, then column
 * @throws ShapeError if channels differ or a tubelet does not divide the clip
 *
 * Source: ViViT section 3.2; Scenic `embed_3d_patch` (drops a remainder; we refuse it).
 */
export function embedTubelets(video: tf.Tensor5D, { kernel, bias }: TubeletEmbeddingParams): tf.Tensor3D {
  const tube = sizes(kernel, "frames height width channels dim", "embedTubelets: kernel");
  const { channels } = tube;
  const clip = sizes(video, "batch frames height width channels", "embedTubelets: video", { channels });
  const grid = tokenGrid(clip, tube, "embedTubelets");
  const row = tube.width * channels; // contiguous in memory, so rank 6 is enough

  return tf.tidy(() => {
    const cut = tf.reshape(video, [clip.batch * grid.frames, tube.frames, grid.height, tube.height, grid.width, row]);
    const tubelets = tf.transpose(cut, [0, 2, 4, 1, 3, 5]); // [batch * steps, rows, columns, frames, height, row]
    const flat = tf.reshape(tubelets, [-1, tube.frames * tube.height * row]) as tf.Tensor2D;
    const tokens = tf.add(tf.matMul(flat, tf.reshape(kernel, [-1, tube.dim]) as tf.Tensor2D), bias);
    return tf.reshape(tokens, [clip.batch, grid.frames * grid.height * grid.width, tube.dim]);
  });
}
