import * as tf from "@tensorflow/tfjs-core";
import { initializeTree, mapTree, randomKey, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { drawEncoderMasks } from "./draw-masks.ts";
import { type EncoderParams, encoder, encoderSpecs } from "./encoder.ts";
import { encoderBlock } from "./encoder-block.ts";
import { firstTokenBlock } from "./first-token-block.ts";
import type { EncoderMasks } from "./masks.ts";

const size = { dim: 4, depth: 2, heads: 2, mlpDim: 6 };
const x = seededTensor<tf.Rank.R3>([2, 5, size.dim], 1);
const values = initializeTree(encoderSpecs(size), randomKey(1));
const params = mapTree(values, (value) => toTensor(value)) as unknown as EncoderParams;
const [block] = params.blocks as readonly [EncoderParams["blocks"][0]];
const rates = { dropout: 0.4, attentionDropout: 0.3, dropPath: 0.5 };
const drawn = drawEncoderMasks(randomKey(3), size, { batch: 2, tokens: 5 }, rates);
const masks = mapTree(drawn, (mask) => toTensor(mask)) as unknown as EncoderMasks;

function firstToken(tokens: tf.Tensor3D): tf.Tensor3D {
  return tf.slice(tokens, [0, 0, 0], [-1, 1, -1]);
}

describe("firstTokenBlock", () => {
  it("equals the first token of the whole block", () =>
    expect(firstTokenBlock(x, block, 2)).toBeAllClose(firstToken(encoderBlock(x, block, 2)), { atol: 1e-6 }));
  it("takes the first token's rows of every mask", () =>
    masks.blocks.forEach((dropped, index) => {
      const at = params.blocks[index]!;
      expect(firstTokenBlock(x, at, 2, dropped)).toBeAllClose(firstToken(encoderBlock(x, at, 2, dropped)), {
        atol: 1e-6,
      });
    }));
  it("has the gradients of the whole block", () => {
    const weight = seededTensor<tf.Rank.R3>([2, 1, size.dim], 2);
    const gradients = (run: (at: tf.Tensor3D) => tf.Tensor3D) =>
      tf.grad((at: tf.Tensor) => tf.sum(tf.mul(run(at as tf.Tensor3D), weight)))(x);
    expect(gradients((at) => firstTokenBlock(at, block, 2))).toBeAllClose(
      gradients((at) => firstToken(encoderBlock(at, block, 2))),
      { atol: 1e-6 },
    );
  });
  it("shows the one query and all keys", () => {
    const shown: number[][] = [];
    firstTokenBlock(x, block, 2, {}, (query, key, heads) => shown.push([...query.shape, ...key.shape, heads]));
    expect(shown).toEqual([[2, 1, 4, 2, 5, 4, 2]]);
  });
  it("keeps only its result", () => expect(() => firstTokenBlock(x, block, 2, masks.blocks[1])).toKeepTensors(1));
});

describe("encoder, first token only", () => {
  it.each([
    ["", {}],
    [" with gradient checkpointing", { gradientCheckpointing: true }],
  ])("equals the first of all tokens%s", (_, options) => {
    const expected = firstToken(encoder(x, params, 2, masks));
    expect(encoder(x, params, 2, masks, { ...options, firstTokenOnly: true })).toBeAllClose(expected, { atol: 1e-6 });
  });
});
