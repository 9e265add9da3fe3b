import { initializeParameters, type ModelConfig } from "@vivit/models";
import { type HostTensor, mapTree, normal, randomKey, type Tree } from "@vivit/nn";

/** A small model of images of 8 × 12 pixels in patches of 4 × 4. */
export const imageConfig: ModelConfig = {
  variant: "space-time",
  clip: { frames: 1, height: 8, width: 12 },
  channels: 3,
  tubelet: { frames: 1, height: 4, width: 4 },
  encoder: { dim: 12, depth: 2, heads: 2, mlpDim: 16 },
  pool: "token",
  classes: 5,
};

/** The same for clips of 4 frames in tubelets of 2. */
export const videoConfig: ModelConfig = {
  ...imageConfig,
  clip: { ...imageConfig.clip, frames: 4 },
  tubelet: { ...imageConfig.tubelet, frames: 2 },
};

/** Parameters as after training: random everywhere, also what begins at zero. */
export function trainedParameters(config: ModelConfig, seed: number): Tree<HostTensor> {
  return mapTree(initializeParameters(config, randomKey(seed)), (leaf, path) => {
    const noise = normal(randomKey(seed + path.length * 31 + path.charCodeAt(path.length - 6)), leaf.values.length);
    return { ...leaf, values: Float32Array.from(leaf.values, (value, index) => value + 0.1 * noise[index]!) };
  }) as Tree<HostTensor>;
}

/** What an image checkpoint holds: a kernel [height, width, channels, dim] without an axis of frames. */
export function withoutFrameAxis(parameters: Tree<HostTensor>): Tree<HostTensor> {
  return mapTree(parameters, (leaf, path) =>
    path === "embedding.kernel" ? { ...leaf, shape: leaf.shape.slice(1) } : leaf,
  ) as Tree<HostTensor>;
}
