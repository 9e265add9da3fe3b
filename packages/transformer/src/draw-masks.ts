import { countValues, foldIn, type HostTensor, hostTensor, type RandomKey, uniform } from "@vivit/nn";
import type { EncoderSize } from "./encoder.ts";
import type { DrawnEncoderMasks, EncoderBlockMasks } from "./masks.ts";

/** Where masks apply: dropout of the tokens, or a place within a block. */
export type MaskSite = "tokens" | keyof EncoderBlockMasks;

/** How much is dropped while training; every rate in [0, 1). */
export interface DropRates {
  /** After positions, after attention's output, after GELU, after the MLP. */
  readonly dropout?: number;
  /** Of attention weights. */
  readonly attentionDropout?: number;
  /** Stochastic depth: the rate of the last block; block l of L has rate · l / (L − 1). */
  readonly dropPath?: number;
  /** Scale the branches that stay by 1 / (1 − rate), as most libraries do; the reference does not. */
  readonly rescaleDropPath?: boolean;
}

/** Whether any rate is above zero, so that masks must be drawn. */
export function dropsAnything({ dropout = 0, attentionDropout = 0, dropPath = 0 }: DropRates): boolean {
  return dropout > 0 || attentionDropout > 0 || dropPath > 0;
}

/**
 * Draw the masks of one encoder for one training step.
 *
 * @param key a key of this step
 * @param size the encoder
 * @param extent `batch` examples of `tokens` tokens; with `repeat`, every example's mask serves that many rows in
 *   turn, as Model 2's spatial encoder shares one mask among the frames of a clip
 * @param sites draw these alone; every site if absent
 * @returns masks of a batch of batch * repeat rows; a rate of zero draws none
 * Source: ViViT section 4.2, equation 10 (says l / L); Scenic `Encoder` (l / (L − 1), no rescaling, one draw a branch).
 */
export function drawEncoderMasks(
  key: RandomKey,
  size: EncoderSize,
  extent: { readonly batch: number; readonly tokens: number; readonly repeat?: number },
  rates: DropRates,
  sites?: readonly MaskSite[],
): DrawnEncoderMasks {
  const { batch, tokens, repeat = 1 } = extent;
  const { dropout = 0, attentionDropout = 0, dropPath = 0, rescaleDropPath = false } = rates;
  const draw = (site: MaskSite, block: string, shape: readonly number[], rate: number, rescale = true) =>
    rate > 0 && (sites?.includes(site) ?? true)
      ? repeatRows(drawMask(foldIn(key, block + site), [batch, ...shape], rate, rescale), repeat)
      : undefined;
  const block = (index: number): EncoderBlockMasks<HostTensor<"float32">> => {
    const [name, rate] = [`${index}.`, dropPathRate(dropPath, index, size.depth)];
    return {
      attentionWeights: draw("attentionWeights", name, [size.heads, tokens, tokens], attentionDropout),
      attentionOutput: draw("attentionOutput", name, [tokens, size.dim], dropout),
      attentionBranch: draw("attentionBranch", name, [1, 1], rate, rescaleDropPath),
      mlpHidden: draw("mlpHidden", name, [tokens, size.mlpDim], dropout),
      mlpOutput: draw("mlpOutput", name, [tokens, size.dim], dropout),
      mlpBranch: draw("mlpBranch", name, [1, 1], rate, rescaleDropPath),
    };
  };
  return {
    tokens: draw("tokens", "", [tokens, size.dim], dropout),
    blocks: Array.from({ length: size.depth }, (_, index) => block(index)),
  };
}

/** The rate of one block: rate · l / (L − 1), so the first never drops and the last has the full rate. */
export function dropPathRate(rate: number, block: number, depth: number): number {
  return (rate * block) / Math.max(depth - 1, 1);
}

/**
 * Draw one mask of zeros and a kept value.
 *
 * @param rate share of zeros, in [0, 1)
 * @param rescale keep 1 / (1 − rate) rather than 1, so that the mean stays
 */
export function drawMask(
  key: RandomKey,
  shape: readonly number[],
  rate: number,
  rescale: boolean,
): HostTensor<"float32"> {
  const kept = rescale ? 1 / (1 - rate) : 1;
  return hostTensor(
    uniform(key, countValues(shape)).map((u) => (u < rate ? 0 : kept)),
    shape,
  );
}

function repeatRows(mask: HostTensor<"float32">, repeat: number): HostTensor<"float32"> {
  if (repeat === 1) return mask;
  const [rows, ...rest] = mask.shape as [number, ...number[]];
  const width = countValues(rest);
  const values = new Float32Array(rows * repeat * width);
  for (let row = 0; row < rows * repeat; row++) {
    const from = Math.floor(row / repeat) * width;
    values.set(mask.values.subarray(from, from + width), row * width);
  }
  return hostTensor(values, [rows * repeat, ...rest]);
}
