import { randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { drawEncoderMasks, dropPathRate } from "./draw-masks.ts";

const size = { dim: 8, depth: 3, heads: 2, mlpDim: 16 };
const key = randomKey(4);

describe("dropPathRate", () => {
  it("grows from 0 to the full rate", () =>
    expect([0, 1, 2].map((block) => dropPathRate(0.4, block, 3))).toEqual([0, 0.2, 0.4]));
  it("is 0 for a single block", () => expect(dropPathRate(0.4, 0, 1)).toBe(0));
});

describe("drawEncoderMasks", () => {
  it("draws nothing for rates of zero", () => {
    const { tokens, blocks } = drawEncoderMasks(key, size, { batch: 2, tokens: 5 }, {});
    expect([tokens, ...blocks.flatMap((block) => Object.values(block))].every((mask) => mask === undefined)).toBe(true);
  });
  it("drops whole branches at the block's rate, without rescaling, unless asked to", () => {
    const extent = { batch: 4000, tokens: 5 };
    const plain = drawEncoderMasks(key, size, extent, { dropPath: 0.4 }).blocks[2]!.attentionBranch!;
    const kept = plain.values.filter((value) => value === 1).length;
    expect(plain.shape).toEqual([4000, 1, 1]);
    expect(plain.values.every((value) => value === 0 || value === 1)).toBe(true);
    expect(kept / 4000).toBeCloseTo(0.6, 1);
    const rescaled = drawEncoderMasks(key, size, extent, { dropPath: 0.4, rescaleDropPath: true }).blocks[2]!
      .attentionBranch!;
    expect([...new Set(rescaled.values)].sort()).toEqual([0, Math.fround(1 / 0.6)]);
  });
  it("scales what dropout keeps, so the mean stays", () => {
    const { mlpHidden } = drawEncoderMasks(key, size, { batch: 40, tokens: 50 }, { dropout: 0.25 }).blocks[0]!;
    const mean = mlpHidden!.values.reduce((sum, value) => sum + value, 0) / mlpHidden!.values.length;
    expect(mlpHidden!.shape).toEqual([40, 50, 16]);
    expect(mean).toBeCloseTo(1, 1);
  });
  it("repeats an example's mask for each of its rows", () => {
    const extent = { batch: 2, tokens: 5, repeat: 3 };
    const { attentionWeights } = drawEncoderMasks(key, size, extent, { attentionDropout: 0.5 }).blocks[0]!;
    expect(attentionWeights!.shape).toEqual([6, 2, 5, 5]);
    const rows = [0, 1, 2, 3].map((row) => [...attentionWeights!.values.slice(row * 50, row * 50 + 50)]);
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
    expect(rows[3]).not.toEqual(rows[0]);
  });
  it("gives other masks to other sites and keys", () => {
    const [first, second] = [randomKey(1), randomKey(2)].map((at) =>
      drawEncoderMasks(at, size, { batch: 50, tokens: 5 }, { dropPath: 0.5 }),
    );
    const last = first!.blocks[2]!;
    expect(last.attentionBranch!.values).not.toEqual(last.mlpBranch!.values);
    expect(last.attentionBranch!.values).not.toEqual(second!.blocks[2]!.attentionBranch!.values);
  });
  it("draws the sites asked for, the same as among all", () => {
    const [all, some] = [undefined, ["mlpHidden"] as const].map((sites) =>
      drawEncoderMasks(key, size, { batch: 2, tokens: 5 }, { dropout: 0.5, dropPath: 0.5 }, sites),
    );
    expect(Object.entries(some!.blocks[1]!).filter(([, mask]) => mask)).toEqual([
      ["mlpHidden", all!.blocks[1]!.mlpHidden],
    ]);
    expect(some!.tokens).toBeUndefined();
  });
});
