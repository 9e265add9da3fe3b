import { initializeParameters, type ModelConfig, parameterSpecs, preset } from "@vivit/models";
import { type HostTensor, randomKey, type Tree, treeFromLeaves, treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { bytesSource } from "../files/byte-source.ts";
import { writeFlax } from "../flax/write-flax.ts";
import { toHuggingFace } from "../names/hugging-face.ts";
import { fromScenic, toScenic } from "../names/scenic.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { readCheckpoint } from "./read-checkpoint.ts";

const small = { frames: 4, height: 32, width: 32, classes: 5, encoder: { dim: 8, depth: 2, heads: 2, mlpDim: 12 } };
const drawn = (config: ModelConfig) => initializeParameters(config, randomKey(1)) as Tree<HostTensor>;
const config = preset("vivit-b-16x2", small);
const tree = drawn(config);
const read = (leaves: Iterable<readonly [string, HostTensor]>) => readCheckpoint(bytesSource(writeSafetensors(leaves)));
const respelled = (from: RegExp, to: string) =>
  [...toHuggingFace(tree)].map(([name, leaf]) => [name.replace(from, to), leaf] as const);

describe("readCheckpoint tells the model from the file", () => {
  it.each([
    ["", ["space-time"]],
    ["-fe", ["factorized-encoder"]],
    ["-fsa", ["factorized-self-attention"]],
    ["-fdp", ["space-time", "factorized-dot-product-attention"]],
    ["-average-pool", ["average-pool-baseline"]],
  ] as const)("vivit-b-16x2%s under Scenic's names and under ours", async (end, variants) => {
    const one = preset(`vivit-b-16x2${end}`, small);
    const temporal = one.temporalEncoder?.heads ?? 2;
    const parameters = drawn(one);
    const flax = writeFlax(toScenic(parameters, { spatial: 2, temporal }));
    const scenic = await readCheckpoint(bytesSource(flax));
    const own = await read(treeLeaves(parameters));
    for (const checkpoint of [scenic, own]) expect(checkpoint.tree).toEqual(parameters);
    expect(own.facts).toMatchObject({ format: "safetensors", family: "vivit", variants });
    expect(scenic.facts).toEqual({
      format: "flax",
      family: "scenic",
      kind: "video",
      variants,
      dim: 8,
      channels: 3,
      tubelet: { frames: 2, height: 16, width: 16 },
      encoder: {
        depth: 2,
        mlpDim: 12,
        heads: 2,
        tokens: end === "-fe" || end === "-average-pool" ? 4 : 8,
        classToken: one.pool === "token",
      },
      ...(one.temporalEncoder
        ? {
            temporalEncoder: {
              depth: one.temporalEncoder.depth,
              mlpDim: one.temporalEncoder.mlpDim,
              heads: temporal,
              tokens: 2,
              classToken: true,
            },
          }
        : {}),
      classes: 5,
      gelu: "tanh",
    });
    expect(Object.keys(parameterSpecs(one)).sort()).toEqual(Object.keys(scenic.tree).sort());
  });

  it.each([
    ["as on disk", respelled(/^/, "")],
    ["inside a training program", respelled(/^/, "module.")],
    ["inside a checkpoint of one", respelled(/^/, "state_dict.model.")],
  ])("Hugging Face's %s", async (_, leaves) => {
    expect((await read(leaves)).tree).toEqual(tree);
  });

  it("Hugging Face's as transformers 5 has them in memory", async () => {
    const newer: [RegExp, string][] = [
      [/encoder\.layer\./, "layers."],
      [/attention\.attention\.(q|k|v)\w+/, "attention.$1_proj"],
      [/attention\.output\.dense/, "attention.o_proj"],
      [/intermediate\.dense/, "mlp.fc1"],
      [/(\d)\.output\.dense/, "$1.mlp.fc2"],
    ];
    const leaves = [...toHuggingFace(tree)].map(
      ([name, leaf]) => [newer.reduce((text, [from, to]) => text.replace(from, to), name), leaf] as const,
    );
    expect(leaves.map(([name]) => name)).toContain("vivit.layers.1.attention.q_proj.weight");
    const { tree: found, renames } = await read(leaves);
    expect(found).toEqual(tree);
    expect(renames).toContainEqual({ from: "vivit.layers.1.mlp.fc2.bias", to: "encoder.blocks.1.mlp.out.bias" });
  });

  it("a model without a head, whose pooler is left over", async () => {
    const bare = respelled(/^vivit\./, "").filter(([name]) => !name.startsWith("classifier."));
    const pooler: HostTensor = { dtype: "float32", shape: [8], values: new Float32Array(8) };
    const { tree: found, facts, leftovers } = await read([...bare, ["pooler.dense.bias", pooler]]);
    const { head: _, ...rest } = tree as Record<string, Tree<HostTensor>>;
    expect(found).toEqual(rest);
    expect(facts.classes).toBeUndefined();
    expect(leftovers).toEqual([{ name: "pooler.dense.bias", why: "a pooler, which the classifier does not use" }]);
  });

  it("and tells progress", async () => {
    const steps: number[] = [];
    const bytes = writeSafetensors(treeLeaves(tree));
    await readCheckpoint(bytesSource(bytes), { onProgress: (done, all) => steps.push(done / all) });
    expect(steps).toHaveLength(treeLeaves(tree).length);
    expect(steps.at(-1)).toBe(1);
  });
});

describe("positions of no parameter", () => {
  const fixed = preset("vivit-b-16x2-fe", { ...small, positions: "sinusoidal-1d" });
  const parameters = drawn(fixed);
  const facts = { fixedPositions: true };
  it("are read where they are said to be, and written for Scenic", async () => {
    const theirs = toScenic(parameters, 2, facts);
    expect([...theirs.keys()].filter((name) => name.includes("pos_embedding"))).toEqual([]);
    expect(fromScenic(theirs, facts)).toEqual(parameters);
    for (const bytes of [writeFlax(theirs), writeSafetensors(treeLeaves(parameters))]) {
      const checkpoint = await readCheckpoint(bytesSource(bytes), facts);
      expect(checkpoint.tree).toEqual(parameters);
      expect(checkpoint.facts).toMatchObject({ variants: ["factorized-encoder"], encoder: { depth: 2 } });
      expect(checkpoint.facts.encoder).not.toHaveProperty("tokens");
    }
  });
  it("are otherwise missed, with what to do", async () => {
    await expect(read(treeLeaves(parameters))).rejects.toThrow(
      "readCheckpoint: expected the parameters of a @vivit, got missing: spatial.positions, temporal.positions; if its positions are fixed or it has none, say fixedPositions, or put its config.json beside it",
    );
    await expect(readCheckpoint(bytesSource(writeSafetensors(treeLeaves(tree))), facts)).rejects.toThrow(
      "readCheckpoint: expected the parameters of a @vivit, got unexplained: positions",
    );
    expect(() => toScenic(parameters, 2)).toThrow("missing: spatial.positions, temporal.positions; if its");
  });
});

describe("readCheckpoint refuses", () => {
  const scenic = toScenic(tree, 2);
  const changed = (change: (leaves: Map<string, HostTensor>) => void) => {
    const leaves = new Map(scenic);
    change(leaves);
    return leaves;
  };
  const one: HostTensor = { dtype: "float32", shape: [1], values: Float32Array.of(1) };
  it.each([
    [
      "what no table explains",
      changed((leaves) => leaves.set("lora/a", one)),
      "readCheckpoint: expected the parameters of a Scenic ViViT, got unexplained: lora/a",
    ],
    [
      "a block that is missing in the middle",
      new Map([...scenic].map(([name, leaf]) => [name.replace("encoderblock_1/", "encoderblock_3/"), leaf])),
      /^readCheckpoint: expected the parameters of a Scenic ViViT, got missing: Transformer\/encoderblock_1\/.*; unexplained: Transformer\/encoderblock_3\//,
    ],
    [
      "a parameter of another width",
      changed((leaves) => leaves.set("Transformer/encoderblock_1/LayerNorm_0/bias", one)),
      "readCheckpoint: expected one model of width 8, got encoder.blocks.1.attentionNorm.bias [1] (expected [8]); the file is damaged or of several models",
    ],
    [
      "two spellings of one parameter",
      changed((leaves) => leaves.set("Transformer/encoderblock_0/LayerNorm_2/bias", one)),
      /^readCheckpoint: expected one tensor for Transformer\/encoderblock_0\/LayerNorm_1\/bias, got /,
    ],
    [
      "whole numbers as parameters",
      changed((leaves) =>
        leaves.set("output_projection/bias", { dtype: "int32", shape: [5], values: new Int32Array(5) }),
      ),
      "readCheckpoint: head.bias: expected float32 or half precision, got int32",
    ],
    [
      "parameters beside the model's place",
      new Map(
        [...changed((leaves) => leaves.set("cls", one))].map(([name, leaf]) => [
          name === "cls" ? "ema/cls" : `params/${name}`,
          leaf,
        ]),
      ),
      "readCheckpoint: expected the parameters of a Scenic ViViT, got unexplained: ema/cls",
    ],
  ])("%s", async (_, leaves, message) => {
    await expect(read(leaves)).rejects.toThrow(typeof message === "string" ? new CheckpointError(message) : message);
  });

  it("other models, with some of their names", async () => {
    const resnet = treeLeaves(
      treeFromLeaves([
        ["conv1.weight", one],
        ["bn1.bias", one],
      ]),
    );
    await expect(read(resnet)).rejects.toThrow(
      "readCheckpoint: expected a ViViT or ViT of @vivit, Google ViT, Scenic ViViT, Hugging Face ViViT, Hugging Face ViT, timm ViT, got 2 tensors such as bn1.bias, conv1.weight; if it is one, give its parameters their library's names",
    );
  });
});
