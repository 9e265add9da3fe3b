import type { Names } from "./name-family.ts";

/** An affine map as PyTorch keeps it: weight [outputs, inputs] and bias. */
export function dense(ours: string, theirs: string): Names {
  return { [`${ours}.kernel`]: [`${theirs}.weight`, "transposed"], [`${ours}.bias`]: `${theirs}.bias` };
}

/** A layer normalization as PyTorch keeps it: weight and bias. */
export function norm(ours: string, theirs: string): Names {
  return { [`${ours}.scale`]: `${theirs}.weight`, [`${ours}.bias`]: `${theirs}.bias` };
}
