import { countValues, type HostTensor, hostTensor, ShapeError, sizes } from "@vivit/nn";

/** How an image kernel becomes a kernel of several frames. */
export type KernelInflation = "central-frame" | "filter-inflation" | "approximate-rank-pooling";

const weigh: Readonly<Record<KernelInflation, (frames: number) => number[]>> = {
  "central-frame": (frames) => overFrames(frames, (frame) => Number(frame === Math.floor(frames / 2))),
  "filter-inflation": (frames) => overFrames(frames, () => 1 / frames),
  "approximate-rank-pooling": (frames) => overFrames(frames, (frame) => rankPoolingWeight(frame, frames) / frames),
};

/**
 * The weight of an image kernel at each frame of the kernel made of it.
 *
 * @param frames of a tubelet
 * @returns "central-frame": 1 at frame ⌊frames / 2⌋, else 0 (paper equation 9); "filter-inflation": 1 / frames everywhere
 *   (equation 8); "approximate-rank-pooling": ascending weights that answer to change, divided by `frames`
 * @throws ShapeError if there is no frame, or one alone to rank
 * Source: ViViT section 3.4; Scenic `init_from`, `kernel_init_method`; Bilen et al., "Dynamic image networks" for the ranks.
 */
export function inflationWeights(method: KernelInflation, frames: number): number[] {
  if (!Number.isInteger(frames) || frames < 1)
    throw new ShapeError(`inflationWeights: expected a whole number of frames, 1 or more, got ${frames}`);
  if (method === "approximate-rank-pooling" && frames === 1)
    throw new ShapeError(
      "inflationWeights: expected 2 frames or more for approximate rank pooling, got 1; use central-frame, which keeps the image kernel",
    );
  return weigh[method](frames);
}

/**
 * Make the kernel of a tubelet embedding of that of an image model.
 *
 * @param image [height, width, channels, dim]
 * @param frames of a tubelet
 * @returns [frames, height, width, channels, dim]
 * @throws ShapeError as `inflationWeights`
 * Source: ViViT section 3.4, embedding weights.
 */
export function inflateKernel(image: HostTensor, frames: number, method: KernelInflation): HostTensor<"float32"> {
  sizes(image, "height width channels dim", "inflateKernel: image");
  const size = countValues(image.shape);
  const values = new Float32Array(frames * size);
  for (const [frame, weight] of inflationWeights(method, frames).entries())
    for (let index = 0; index < size; index++) values[frame * size + index] = image.values[index]! * weight;
  return hostTensor(values, [frames, ...image.shape]);
}

function overFrames(frames: number, weight: (frame: number) => number): number[] {
  return Array.from({ length: frames }, (_, frame) => weight(frame));
}

/** 2 (T − i + 1) − (T + 1) (H_T − H_{i−1}) for the i-th of T frames, H the harmonic numbers. */
function rankPoolingWeight(frame: number, frames: number): number {
  return 2 * (frames - frame) - (frames + 1) * (harmonic(frames) - harmonic(frame));
}

function harmonic(count: number): number {
  let sum = 0;
  for (let term = 1; term <= count; term++) sum += 1 / term;
  return sum;
}
