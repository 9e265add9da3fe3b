import * as tf from "@tensorflow/tfjs-core";
import { joinHeads, splitHeads } from "./heads.ts";

/** Scores held at once, in values: 16 million are 64 MB, half of WebGPU's smallest limit for one buffer. */
const scoresAtOnce = 2 ** 24;

/** Attention from TensorFlow.js operations, in blocks of queries. Shapes as in `attention`. */
export function composedAttention(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  heads: number,
  bias?: tf.Tensor4D,
  mostScores = scoresAtOnce,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [q, k, v] = [scaled(splitHeads(query, heads)), splitHeads(key, heads), splitHeads(value, heads)];
    const blocks = queryBlocks(q, k, mostScores).map((block) =>
      tf.tidy(() => tf.matMul(probabilitiesOf(cut(q, block), k, bias && cut(bias, block)), v)),
    );
    return joinHeads(tf.concat(blocks, 2) as tf.Tensor4D);
  });
}

/** What `composedAttentionGradient` reads: operands and result of `composedAttention`, and the gradient of the result. */
export interface AttentionResult {
  readonly query: tf.Tensor3D;
  readonly key: tf.Tensor3D;
  readonly value: tf.Tensor3D;
  readonly output: tf.Tensor3D;
  readonly outputGradient: tf.Tensor3D;
  readonly bias?: tf.Tensor4D;
}

/**
 * The gradients of query, key and value, and of the bias if there is one, with the scores computed again block by block.
 *
 * With P = softmax(scale q kᵀ + b) and dP = dy vᵀ: dS = P ∘ (dP − rowsum(y ∘ dy)); dq = scale dS k; dk = scale dSᵀ q;
 * dv = Pᵀ dy; db = dS.
 */
export function composedAttentionGradient(
  { query, key, value, output, outputGradient, bias }: AttentionResult,
  heads: number,
  mostScores = scoresAtOnce,
): tf.Tensor[] {
  return tf.tidy(() => {
    const [q, k, v] = [scaled(splitHeads(query, heads)), splitHeads(key, heads), splitHeads(value, heads)];
    const [y, dy] = [splitHeads(output, heads), splitHeads(outputGradient, heads)];
    const along = tf.sum(tf.mul(y, dy), -1, true) as tf.Tensor4D;
    const queryGradients = new BlockSum(2);
    const [keyGradient, valueGradient] = [new BlockSum(), new BlockSum()];
    const biasGradient = bias && new BlockSum(bias.shape[2] === 1 ? undefined : 2);
    for (const block of queryBlocks(q, k, mostScores)) {
      const gradients = tf.tidy(() => {
        const [qBlock, dyBlock, biasBlock] = [cut(q, block), cut(dy, block), bias && cut(bias, block)];
        const probabilities = probabilitiesOf(qBlock, k, biasBlock);
        const scores = tf.mul(probabilities, tf.sub(tf.matMul(dyBlock, v, false, true), cut(along, block)));
        return [
          scaled(tf.matMul(scores, k) as tf.Tensor4D),
          tf.matMul(scores, qBlock, true, false),
          tf.matMul(probabilities, dyBlock, true, false),
          ...(biasBlock ? [sumTo(scores, biasBlock.shape)] : []),
        ];
      });
      const sums = [queryGradients, keyGradient, valueGradient, biasGradient];
      for (const [i, gradient] of gradients.entries()) sums[i]!.add(gradient);
    }
    return [
      ...[queryGradients, keyGradient, valueGradient].map((sum) => joinHeads(sum.result() as tf.Tensor4D)),
      ...(biasGradient ? [biasGradient.result()] : []),
    ];
  });
}

/** What blocks give, side by side along an axis, or added up if there is none. */
class BlockSum {
  readonly #axis: number | undefined;
  #parts: tf.Tensor[] = [];

  constructor(axis?: number) {
    this.#axis = axis;
  }

  add(part: tf.Tensor): void {
    const [sum] = this.#parts;
    if (this.#axis !== undefined || !sum) this.#parts.push(part);
    else {
      this.#parts = [tf.add(sum, part)];
      tf.dispose([sum, part]);
    }
  }

  result(): tf.Tensor {
    return this.#parts.length === 1 ? this.#parts[0]! : tf.concat(this.#parts, this.#axis);
  }
}

/** softmax(q kᵀ + bias), the queries scaled before. */
function probabilitiesOf(q: tf.Tensor4D, k: tf.Tensor4D, bias?: tf.Tensor4D): tf.Tensor {
  const scores = tf.matMul(q, k, false, true);
  return tf.softmax(bias ? tf.add(scores, bias) : scores);
}

/** Sum over the axes along which a shape was broadcast. */
function sumTo(x: tf.Tensor, shape: readonly number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes([...shape], x.shape);
  return axes.length === 0 ? x : tf.sum(x, axes, true);
}

type QueryBlock = [begin: number, rows: number];

/** Query rows [begin, count] of each block; every block's scores stay under the limit. */
function queryBlocks(q: tf.Tensor4D, k: tf.Tensor4D, mostScores: number): QueryBlock[] {
  const [batch, heads, queries] = q.shape;
  const rows = Math.max(1, Math.min(queries, Math.floor(mostScores / (batch * heads * k.shape[2]))));
  return Array.from({ length: Math.ceil(queries / rows) }, (_, block) => [
    block * rows,
    Math.min(rows, queries - block * rows),
  ]);
}

/** Rows of the axis of queries; one row that holds for all of them stays. */
function cut(x: tf.Tensor4D, [begin, rows]: QueryBlock): tf.Tensor4D {
  const [batch, heads, queries, width] = x.shape;
  return queries === 1 ? x : tf.slice(x, [0, 0, begin, 0], [batch, heads, rows, width]);
}

function scaled(x: tf.Tensor4D): tf.Tensor4D {
  return tf.mul(x, 1 / Math.sqrt(x.shape[3]));
}
