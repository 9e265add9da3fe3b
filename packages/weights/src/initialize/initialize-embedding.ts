import type { HostTensor } from "@vivit/nn";
import { inflateKernel, type KernelInflation } from "@vivit/tokenization";
import type { InitializationContext } from "./initialization-context.ts";
import { copyFrom, leaveFresh, type Outcome } from "./outcome.ts";

const inflations: Readonly<Record<KernelInflation, (frames: number) => string>> = {
  "central-frame": (frames) => `image kernel at frame ${Math.floor(frames / 2)} of ${frames}, zeros elsewhere`,
  "filter-inflation": (frames) => `image kernel divided among ${frames} frames`,
  "approximate-rank-pooling": (frames) => `image kernel ranked over ${frames} frames`,
};

/** The kernel or the bias of the tubelet embedding. Source: ViViT section 3.4. */
export function initializeEmbedding(
  path: string,
  fresh: HostTensor,
  { source, options }: InitializationContext,
): Outcome {
  const method = options.embedding;
  if (method === "fresh") return leaveFresh("the embedding is not restored");
  const kernel = source.get(path);
  if (!kernel || path !== "embedding.kernel" || kernel.shape.join() === fresh.shape.join())
    return copyFrom(source, path, fresh, "the same name");
  return inflate(withoutFrames(kernel), fresh, method);
}

/** A kernel of one frame is an image's. */
function withoutFrames(kernel: HostTensor): HostTensor {
  return kernel.shape.length === 5 && kernel.shape[0] === 1 ? { ...kernel, shape: kernel.shape.slice(1) } : kernel;
}

function inflate(image: HostTensor, { shape }: HostTensor, method: KernelInflation): Outcome {
  const [frames, ...rest] = shape as [number, ...number[]];
  const from = "embedding.kernel";
  if (image.shape.join() !== rest.join())
    return {
      how: "refused",
      why: `expected an image kernel [${rest.join(", ")}] or [${shape.join(", ")}], got [${image.shape.join(", ")}]; give the target the source's tubelet, or leave the embedding fresh`,
    };
  if (frames === 1) return { how: "copied", tensor: { ...image, shape }, from, why: "image kernel, one frame" };
  return { how: "inflated", tensor: inflateKernel(image, frames, method), from, why: inflations[method](frames) };
}
