import * as tf from "@tensorflow/tfjs-core";
import { attention, gelu, layerNorm } from "@vivit/nn";
import fc from "fast-check";
import { floats, type KernelDraw, type KernelDraws, positives, runKernelOr } from "./kernel-draw.ts";

const size = fc.integer({ min: 1, max: 5 });
const normalized = fc.array(fc.integer({ min: 2, max: 6 }), { minLength: 2, maxLength: 4 });

/** Operands of a product, either one transposed. */
const products = fc
  .record({ batch: fc.array(size, { maxLength: 2 }), rows: size, inner: size, columns: size })
  .chain((sizes) =>
    fc.record({ sizes: fc.constant(sizes), transposeA: fc.boolean(), transposeB: fc.boolean() }).map((drawn) => ({
      ...drawn,
      a: [...sizes.batch, ...(drawn.transposeA ? [sizes.inner, sizes.rows] : [sizes.rows, sizes.inner])],
      b: [...sizes.batch, ...(drawn.transposeB ? [sizes.columns, sizes.inner] : [sizes.inner, sizes.columns])],
    })),
  );

const attentions = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    queries: fc.integer({ min: 1, max: 9 }),
    keys: fc.integer({ min: 1, max: 9 }),
    heads: fc.constantFrom(1, 2, 4),
    width: fc.constantFrom(2, 8),
    wide: fc.option(fc.record({ batch: fc.boolean(), heads: fc.boolean(), queries: fc.boolean() }), { nil: undefined }),
  })
  .map(
    ({ batch, queries, keys, heads, width, wide }): KernelDraw => ({
      inputs: {
        query: floats([batch, queries, heads * width], 1),
        key: floats([batch, keys, heads * width], 2),
        value: floats([batch, keys, heads * width], 3),
        ...(wide && {
          bias: floats([wide.batch ? batch : 1, wide.heads ? heads : 1, wide.queries ? queries : 1, keys], 4),
        }),
      },
      operation: ({ query, key, value, bias }) =>
        attention(query as tf.Tensor3D, key as tf.Tensor3D, value as tf.Tensor3D, heads, { bias: bias as tf.Tensor4D }),
    }),
  );

const gelus = normalized.map((shape): KernelDraw => ({ inputs: { x: floats(shape) }, operation: ({ x }) => gelu(x!) }));

/** Products, normalizations, and what `nn` has as one kernel. */
export const matrixDraws: KernelDraws = {
  BatchMatMul: products.map(({ a, b, transposeA, transposeB }) => ({
    inputs: { a: floats(a, 1), b: floats(b, 2) },
    operation: ({ a, b }) => tf.matMul(a!, b!, transposeA, transposeB),
  })),
  Einsum: fc.record({ i: size, j: size, k: size, b: size }).chain(({ i, j, k, b }) =>
    fc
      .constantFrom(
        { equation: "bij,bjk->bik", left: [b, i, j], right: [b, j, k] },
        { equation: "ij,kj->ki", left: [i, j], right: [k, j] },
        { equation: "bij,j->bi", left: [b, i, j], right: [j] },
      )
      .map(({ equation, left, right }) => ({
        inputs: { a: floats(left, 1), b: floats(right, 2) },
        operation: ({ a, b }: Record<string, tf.Tensor>) => tf.einsum(equation, a!, b!),
        gradient: false,
      })),
  ),
  _FusedMatMul: fc
    .record({ product: products, activation: fc.constantFrom<"linear" | "relu" | "elu">("linear", "relu", "elu") })
    .map(({ product: { a, b, sizes, transposeA, transposeB }, activation }) => ({
      inputs: { a: floats(a, 1), b: floats(b, 2), bias: floats([sizes.columns], 3) },
      operation: ({ a, b, bias }) => tf.fused.matMul({ a: a!, b: b!, bias: bias!, transposeA, transposeB, activation }),
      gradient: activation !== "elu",
    })),

  FusedBatchNorm: fc.record({ batch: size, height: size, width: size, channels: size }).map((sizes) => ({
    inputs: {
      x: floats(Object.values(sizes)),
      mean: floats([sizes.channels], 2),
      variance: positives([sizes.channels], 3),
      offset: floats([sizes.channels], 4),
      scale: floats([sizes.channels], 5),
    },
    operation: ({ x, mean, variance, offset, scale }) =>
      tf.batchNorm(
        x as tf.Tensor4D,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
      ),
  })),
  LogSoftmax: normalized.map((shape) => ({
    inputs: { x: floats(shape) },
    operation: ({ x }) => runKernelOr(tf.logSoftmax, "LogSoftmax", { logits: x! }, { axis: shape.length - 1 }),
    gradient: false,
  })),
  Softmax: normalized.map((shape) => ({ inputs: { x: floats(shape) }, operation: ({ x }) => tf.softmax(x!) })),

  VivitAttention: attentions,
  VivitAttentionGradient: attentions,
  VivitGelu: gelus,
  VivitGeluGradient: gelus,
  VivitLayerNorm: normalized.map((shape) => ({
    inputs: { x: floats(shape), scale: floats(shape.slice(-1), 2), bias: floats(shape.slice(-1), 3) },
    operation: ({ x, scale, bias }) => layerNorm(x!, { scale: scale as tf.Tensor1D, bias: bias as tf.Tensor1D }),
  })),
};
