import { countValues } from "@vivit/nn";
import { countTokens } from "../count-tokens.ts";
import { gridOf } from "../embedding.ts";
import { checkModelConfig, type ModelConfig } from "../model-config.ts";
import { elementwiseCosts as costs } from "./elementwise-costs.ts";
import { type AttentionGroups, type EncoderStage, encoderStages } from "./encoder-stages.ts";
import { headParameters, type ModelPart } from "./model-parts.ts";

/** Arithmetic of a forward pass for one clip. */
export interface Work {
  /** Multiply-adds of matrix products. */
  readonly multiplyAdds: number;
  /** Single operations on values: biases, normalizations, softmax, GELU, residuals. */
  readonly elementwise: number;
}

/** Arithmetic of a forward pass for one clip, whole and by part. */
export interface FlopCount extends Work {
  /** 2 a multiply-add and 1 an element-wise operation, as XLA counts; half of it is what the paper prints as FLOPs. */
  readonly flops: number;
  /** The parts that the model has. */
  readonly parts: Readonly<Partial<Record<ModelPart, Work>>>;
}

/**
 * Count the arithmetic of classifying one clip.
 *
 * A training step takes three times as much: the forward pass and two products for each of its products backward.
 *
 * @throws ShapeError if the sizes of the configuration do not fit together
 * Source: ViViT table 2; `elementwiseCosts` says what an element-wise operation is.
 */
export function countFlops(config: ModelConfig): FlopCount {
  checkModelConfig(config);
  const head = headWork(config);
  const stages = encoderStages(config);
  const parts: Partial<Record<ModelPart, Work>> = {
    patchEmbedding: addWork(embeddingWork(config), ...stages.map((stage) => positionsWork(stage, config))),
    ...Object.assign({}, ...stages.map(blocksWork)),
    head: addWork(head, ...stages.map((stage) => poolingWork(stage, config)), averageWork(config, stages)),
  };
  const { multiplyAdds, elementwise } = addWork(...Object.values(parts));
  return { multiplyAdds, elementwise, flops: 2 * multiplyAdds + elementwise, parts };
}

/** Sum of several works. */
export function addWork(...works: readonly Work[]): Work {
  return {
    multiplyAdds: works.reduce((sum, work) => sum + work.multiplyAdds, 0),
    elementwise: works.reduce((sum, work) => sum + work.elementwise, 0),
  };
}

function embeddingWork(config: ModelConfig): Work {
  const { tubelet, channels, encoder } = config;
  const tokens = countTokens(gridOf(config));
  const multiplyAdds = tokens * countTokens(tubelet) * channels * encoder.dim;
  return { multiplyAdds, elementwise: costs.perValue * tokens * encoder.dim };
}

/** Sequences that share positions add them one by one. */
function positionsWork({ sequences, tokens, size }: EncoderStage, { positions }: ModelConfig): Work {
  return { multiplyAdds: 0, elementwise: positions === "none" ? 0 : costs.perValue * sequences * tokens * size.dim };
}

function blocksWork({ temporal, size, sequences, tokens, attentions }: EncoderStage): Partial<Record<ModelPart, Work>> {
  const rows = sequences * tokens;
  const { dim, mlpDim, depth } = size;
  const around = rows * (costs.layerNorm(dim) + costs.perValue * dim); // normalization before, residual after
  const projections = {
    multiplyAdds: depth * attentions.length * 4 * rows * dim ** 2,
    elementwise: depth * attentions.length * (4 * costs.perValue * rows * dim + around),
  };
  const products = addWork(...attentions.flat().map((groups) => productsWork(groups, dim / size.heads)));
  const mlp = {
    multiplyAdds: depth * 2 * rows * dim * mlpDim,
    elementwise: depth * (rows * (costs.perValue * (mlpDim + dim) + costs.gelu * mlpDim) + around),
  };
  const attentionProducts = {
    multiplyAdds: depth * products.multiplyAdds,
    elementwise: depth * products.elementwise,
  };
  if (!temporal) return { attentionProjections: projections, attentionProducts, mlp };
  return {
    temporalAttentionProjections: projections,
    temporalAttentionProducts: attentionProducts,
    temporalMlp: mlp,
  };
}

/** Scaled queries times keys, softmax, times values. */
function productsWork({ groups, tokens, heads }: AttentionGroups, headDim: number): Work {
  const rows = groups * heads * tokens;
  return {
    multiplyAdds: 2 * rows * tokens * headDim,
    elementwise: rows * (costs.perValue * headDim + costs.softmax(tokens)),
  };
}

/** The last normalization, and each sequence to one vector. */
function poolingWork({ sequences, tokens, size }: EncoderStage, { pool }: ModelConfig): Work {
  const pooling = { token: 0, gap: costs.mean(tokens), gmp: costs.reduction(tokens), gsp: costs.reduction(tokens) };
  return { multiplyAdds: 0, elementwise: sequences * (tokens * costs.layerNorm(size.dim) + size.dim * pooling[pool]) };
}

/** Where the last encoder leaves several vectors, their mean. */
function averageWork({ encoder }: ModelConfig, stages: readonly EncoderStage[]): Work {
  const { sequences } = stages.at(-1)!;
  return { multiplyAdds: 0, elementwise: sequences > 1 ? encoder.dim * costs.mean(sequences) : 0 };
}

/** Every value of a kernel takes part in one multiply-add, every bias in one addition. */
function headWork(config: ModelConfig): Work {
  const values = (rank: number) =>
    headParameters(config).reduce((sum, { shape }) => sum + (shape.length === rank ? countValues(shape) : 0), 0);
  return { multiplyAdds: values(2), elementwise: costs.perValue * values(1) };
}
