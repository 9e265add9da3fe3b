import * as tf from "@tensorflow/tfjs-core";
import { initializeTree, layerNorm, mapTree, randomKey, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { type EncoderParams, encoder, encoderSpecs } from "./encoder.ts";
import { encoderBlock } from "./encoder-block.ts";

const size = { dim: 4, depth: 3, heads: 2, mlpDim: 8 };
const x = seededTensor<tf.Rank.R3>([2, 3, 4], 1);
const params = mapTree(initializeTree(encoderSpecs(size), randomKey(2)), (value) =>
  toTensor(value),
) as unknown as EncoderParams;

describe("encoder", () => {
  it("runs block after block, then the last normalization", () => {
    const [first, second, third] = params.blocks as [
      (typeof params.blocks)[0],
      (typeof params.blocks)[0],
      (typeof params.blocks)[0],
    ];
    const tokens = encoderBlock(encoderBlock(encoderBlock(x, first, 2), second, 2), third, 2);
    expect(encoder(x, params, 2)).toBeAllClose(layerNorm(tokens, params.norm));
  });
  it("multiplies its tokens by their mask first", () => {
    const masks = { tokens: tf.zeros<tf.Rank.R3>([2, 3, 4]), blocks: [] };
    expect(encoder(x, params, 2, masks)).toBeAllClose(encoder(tf.zeros([2, 3, 4]), params, 2));
  });
  it("keeps only its result", () => expect(() => encoder(x, params, 2)).toKeepTensors(1));
  it("shows queries and keys of every block, and the last tokens", () => {
    const shown: number[][] = [];
    const last: tf.Tensor[] = [];
    const watch = {
      attention: (query: tf.Tensor3D, key: tf.Tensor3D, heads: number) =>
        shown.push([...query.shape, ...key.shape, heads]),
      tokens: (tokens: tf.Tensor3D) => last.push(tf.keep(tf.clone(tokens))),
    };
    const output = encoder(x, params, 2, undefined, { watch });
    expect(shown).toEqual(Array(3).fill([2, 3, 4, 2, 3, 4, 2]));
    expect(last).toHaveLength(1);
    expect(last[0]!).toBeAllClose(output);
  });
});
