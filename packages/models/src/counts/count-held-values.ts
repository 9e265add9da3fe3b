import type { AttentionGroups, EncoderStage } from "./encoder-stages.ts";

/** Values that a backward pass holds. */
export interface HeldValues {
  /** What waits when it begins. */
  readonly kept: number;
  /** What an operation needs for a moment, at most. */
  readonly workspace: number;
  /** Waiting values, gradients and workspace at the worst moment. */
  readonly peak: number;
}

/**
 * Count what the blocks of all encoders hold, from the last to the first.
 *
 * An encoder begins with all its activations and the gradients of those after it; its first block, which comes last,
 * begins with its activations and the gradients of every other block, and ends with its own gradients too.
 */
export function backwardPass(stages: readonly EncoderStage[], batch: number, checkpointing: boolean): HeldValues {
  const held = stages.map((stage) => {
    const block = batch * blockValues(stage) + cutKernels(stage);
    const input = batch * rowsOf(stage) * stage.size.dim;
    const kept = input + stage.size.depth * (checkpointing ? input : block);
    return {
      depth: stage.size.depth,
      input,
      kept,
      block,
      workspace: backwardValues(stage, batch),
      parameters: blockParameters(stage),
    };
  });
  const keptBy = (some: typeof held) => some.reduce((sum, { kept }) => sum + kept, 0);
  const peaks = held.map(({ depth, input, block, parameters, workspace }, index) => {
    const later = held.slice(index + 1).reduce((sum, after) => sum + after.depth * after.parameters, 0);
    const begin = keptBy(held.slice(0, index + 1)) + (checkpointing ? block : 0);
    const before = keptBy(held.slice(0, index));
    const firstBlock = before + (depth - 1) * parameters + block;
    const end = before + depth * parameters + 6 * input; // query, key, value, their gradients
    return later + Math.max(begin + workspace, firstBlock + workspace, end);
  });
  return {
    kept: keptBy(held) + (checkpointing ? Math.max(...held.map(({ block }) => block)) : 0),
    workspace: Math.max(...held.map(({ workspace }) => workspace)),
    peak: Math.max(...peaks),
  };
}

/** Values of a forward pass at most: a residual and the hidden layer before and after GELU, or what goes into an attention and comes out. */
export function forwardValues(stage: EncoderStage, batch: number): number {
  const { dim, mlpDim } = stage.size;
  return batch * rowsOf(stage) * Math.max(dim + 2 * mlpDim, 6 * dim);
}

/**
 * What one block keeps of one clip for its gradient: of each attention its input, the normalized input, query, key, value
 * and result (Model 4 also the joined heads); of the MLP its input, the normalized input, and the hidden layer before and
 * after GELU. Scores are never kept.
 */
function blockValues(stage: EncoderStage): number {
  const { dim, mlpDim } = stage.size;
  const attention = stage.attentions.reduce((sum, kinds) => sum + 6 + Number(kinds.length > 1), 0);
  return rowsOf(stage) * ((attention + 2) * dim + 2 * mlpDim);
}

/** Where heads are shared between attentions (Model 4), the halves of the kernels of query, key and value are kept as well. */
function cutKernels({ attentions, size: { dim } }: EncoderStage): number {
  return attentions.filter((kinds) => kinds.length > 1).length * 3 * dim ** 2;
}

function blockParameters({ attentions, size: { dim, mlpDim } }: EncoderStage): number {
  return attentions.length * 4 * dim ** 2 + 2 * dim * mlpDim;
}

/** Beyond what is kept, at most: three hidden layers for GELU's gradient, or attention's own, when the MLP's are given back. */
function backwardValues(stage: EncoderStage, batch: number): number {
  const { dim, mlpDim } = stage.size;
  const rows = batch * rowsOf(stage);
  const attention = stage.attentions.flat().map((groups) => attentionValues(groups, batch, dim));
  return Math.max(rows * (3 * mlpDim + dim), Math.max(...attention) - rows * 2 * mlpDim);
}

/** Three times the scores of a block of query rows, and every block's share of the gradients of keys and values. */
function attentionValues({ groups, tokens, heads }: AttentionGroups, batch: number, dim: number): number {
  const row = batch * groups * heads * tokens;
  const limit = Math.min(384, Math.max(64, Math.floor(2 ** 24 / row))); // as the gradient of attention in @vivit/compile
  const blocks = Math.ceil(tokens / limit);
  return 3 * row * Math.ceil(tokens / blocks) + 2 * blocks * batch * groups * tokens * dim;
}

function rowsOf({ sequences, tokens }: EncoderStage): number {
  return sequences * tokens;
}
