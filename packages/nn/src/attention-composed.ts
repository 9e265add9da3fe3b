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
  mostScores = scoresAtOnce,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [q, k, v] = [scaled(splitHeads(query, heads)), splitHeads(key, heads), splitHeads(value, heads)];
    const blocks = queryBlocks(q, k, mostScores).map(([begin, rows]) =>
      tf.tidy(() => tf.matMul(tf.softmax(tf.matMul(cut(q, begin, rows), k, false, true)), v)),
    );
    return joinHeads(tf.concat(blocks, 2) as tf.Tensor4D);
  });
}

/**
 * The gradients of query, key and value, with the scores computed again block by block.
 *
 * With P = softmax(scale q kᵀ) and dP = dy vᵀ: dS = P ∘ (dP − rowsum(y ∘ dy)); dq = scale dS k; dk = scale dSᵀ q; dv = Pᵀ dy.
 */
export function composedAttentionGradient(
  saved: { query: tf.Tensor3D; key: tf.Tensor3D; value: tf.Tensor3D; output: tf.Tensor3D; outputGradient: tf.Tensor3D },
  heads: number,
  mostScores = scoresAtOnce,
): tf.Tensor3D[] {
  return tf.tidy(() => {
    const [q, k, v] = [
      scaled(splitHeads(saved.query, heads)),
      splitHeads(saved.key, heads),
      splitHeads(saved.value, heads),
    ];
    const [y, dy] = [splitHeads(saved.output, heads), splitHeads(saved.outputGradient, heads)];
    const along = tf.sum(tf.mul(y, dy), -1, true) as tf.Tensor4D;
    const queryGradients: tf.Tensor4D[] = [];
    let keyGradient: tf.Tensor = tf.zerosLike(k);
    let valueGradient: tf.Tensor = tf.zerosLike(v);
    for (const [begin, rows] of queryBlocks(q, k, mostScores)) {
      const [dq, dk, dv] = tf.tidy(() => {
        const [qBlock, dyBlock] = [cut(q, begin, rows), cut(dy, begin, rows)];
        const probabilities = tf.softmax(tf.matMul(qBlock, k, false, true));
        const fromOutput = tf.sub(tf.matMul(dyBlock, v, false, true), cut(along, begin, rows));
        const scores = tf.mul(probabilities, fromOutput);
        return [
          scaled(tf.matMul(scores, k) as tf.Tensor4D),
          tf.add(keyGradient, tf.matMul(scores, qBlock, true, false)),
          tf.add(valueGradient, tf.matMul(probabilities, dyBlock, true, false)),
        ];
      });
      tf.dispose([keyGradient, valueGradient]);
      queryGradients.push(dq as tf.Tensor4D);
      [keyGradient, valueGradient] = [dk!, dv!];
    }
    return [
      joinHeads(tf.concat(queryGradients, 2)),
      joinHeads(keyGradient as tf.Tensor4D),
      joinHeads(valueGradient as tf.Tensor4D),
    ];
  });
}

/** Query rows [begin, count] of each block; every block's scores stay under the limit. */
function queryBlocks(q: tf.Tensor4D, k: tf.Tensor4D, mostScores: number): [begin: number, rows: number][] {
  const [batch, heads, queries] = q.shape;
  const rows = Math.max(1, Math.min(queries, Math.floor(mostScores / (batch * heads * k.shape[2]))));
  return Array.from({ length: Math.ceil(queries / rows) }, (_, block) => [
    block * rows,
    Math.min(rows, queries - block * rows),
  ]);
}

function cut(x: tf.Tensor4D, begin: number, rows: number): tf.Tensor4D {
  const [batch, heads, , width] = x.shape;
  return tf.slice(x, [0, 0, begin, 0], [batch, heads, rows, width]);
}

function scaled(x: tf.Tensor4D): tf.Tensor4D {
  return tf.mul(x, 1 / Math.sqrt(x.shape[3]));
}
