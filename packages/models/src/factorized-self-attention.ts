import type * as tf from "@tensorflow/tfjs-core";
import { foldIn, type HostTensor, type RandomKey } from "@vivit/nn";
import { type DropRates, drawEncoderMasks, layerNormSpecs, type MaskSite } from "@vivit/transformer";
import { countTokens } from "./count-tokens.ts";
import { embeddingSpecs, gridOf, placesOf } from "./embedding.ts";
import { encodeGrid, type GridParams, rollOutGrid } from "./encode-grid.ts";
import {
  type AttentionOrder,
  type FactorizedSelfAttentionBlockParams,
  type FactorizedSelfAttentionMasks,
  factorizedSelfAttentionBlock,
  factorizedSelfAttentionBlockSpecs,
  passBackThroughSelfAttention,
} from "./factorized-self-attention-block.ts";
import { type HeadParams, headSpecs } from "./head.ts";
import type { ModelConfig } from "./model-config.ts";
import type { ModelDropRates } from "./model-drop-rates.ts";
import { positionSpecs } from "./position-encoding.ts";
import type { Variant } from "./variant.ts";
import { checkNoClassToken } from "./without-class-token.ts";

/** Parameters of Model 3. */
export interface FactorizedSelfAttentionParams extends GridParams<FactorizedSelfAttentionBlockParams>, HeadParams {}

/** Dropout of Model 3. */
export type FactorizedSelfAttentionModelMasks<T = tf.Tensor> = {
  readonly tokens?: T;
  readonly blocks: readonly FactorizedSelfAttentionMasks<T>[];
};

/** ViViT Model 3: every block attends over time and over space in turn. Source: section 3.3; Scenic `factorized_self_attention_block`. */
export const factorizedSelfAttention: Variant<FactorizedSelfAttentionParams, FactorizedSelfAttentionModelMasks> = {
  title: "Model 3: factorized self-attention",
  specs: (config) => {
    checkNoClassToken(config, "factorizedSelfAttention");
    const { dim, depth, mlpDim } = config.encoder;
    return {
      embedding: embeddingSpecs(config),
      ...positionSpecs(config.positions, countTokens(gridOf(config)), dim),
      encoder: {
        blocks: Array.from({ length: depth }, () => factorizedSelfAttentionBlockSpecs(dim, mlpDim)),
        norm: layerNormSpecs(dim),
      },
      ...headSpecs(dim, config.classes, config.representationDim),
    };
  },
  encode: (video, params, config, masks, watch) =>
    encodeGrid(video, params, config, masks, watch, (x, block, dropped) =>
      factorizedSelfAttentionBlock(x, block, settingsOf(config), dropped, watch),
    ),
  rollOut: (seen, config) =>
    rollOutGrid(seen, config, (shares, block) => passBackThroughSelfAttention(shares, block, settingsOf(config))),
  drawMasks,
};

function settingsOf(config: ModelConfig) {
  const order: AttentionOrder = config.attentionOrder ?? "space-time";
  return { heads: config.encoder.heads, steps: gridOf(config).frames, order };
}

function drawMasks(
  key: RandomKey,
  config: ModelConfig,
  batch: number,
  { dropPath, dropPathInFactorizedSelfAttention = false, ...rates }: ModelDropRates,
): FactorizedSelfAttentionModelMasks<HostTensor<"float32">> {
  const [steps, places] = [gridOf(config).frames, placesOf(config)];
  const draw = (name: string, rows: number, tokens: number, at: DropRates, sites?: readonly MaskSite[]) =>
    drawEncoderMasks(foldIn(key, name), config.encoder, { batch: rows, tokens }, at, sites);
  const mixing = ["attentionWeights", "attentionOutput"] as const;
  const time = draw("time", batch * places, steps, rates, mixing).blocks;
  const space = draw("space", batch * steps, places, rates, mixing).blocks;
  const { tokens, blocks } = draw("mlp", batch, steps * places, rates, ["tokens", "mlpHidden", "mlpOutput"]);
  const branchRates = {
    dropPath: dropPathInFactorizedSelfAttention ? dropPath : 0,
    rescaleDropPath: rates.rescaleDropPath,
  };
  const branches = draw("branches", batch, 1, branchRates).blocks;
  const mlpBranches = draw("mlpBranch", batch, 1, branchRates, ["mlpBranch"]).blocks;
  return {
    tokens,
    blocks: blocks.map((mlp, index) => ({
      time: time[index]!,
      space: space[index]!,
      mlp,
      timeBranch: branches[index]!.attentionBranch,
      spaceBranch: branches[index]!.mlpBranch,
      mlpBranch: mlpBranches[index]!.mlpBranch,
    })),
  };
}
