import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type HostTensor, mapTree, type Tree, treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { readSafetensors } from "../safetensors/read-safetensors.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { fromHuggingFace, toHuggingFace } from "./hugging-face.ts";
import { fromScenic, toScenic } from "./scenic.ts";

const fixtures = new URL("../../../../tooling/fixtures/", import.meta.url);
const read = (name: string) => readFileSync(fileURLToPath(new URL(name, fixtures)));

/** The parameters of a stored Scenic model. */
function scenicParams(name: string): Map<string, HostTensor> {
  const { tensors } = readSafetensors(read(`models/${name}/tensors.safetensors`));
  const params = [...tensors].filter(([key]) => key.startsWith("param/"));
  return new Map(params.map(([key, tensor]) => [key.slice("param/".length), tensor]));
}

/** A parameter known only by its shape. */
const leaf = (shape: readonly number[]): HostTensor => ({ dtype: "float32", shape, values: new Float32Array(0) });
const paths = (tree: Tree<HostTensor>) => treeLeaves(tree).map(([path]) => path);
const without = (leaves: ReadonlyMap<string, HostTensor>, ...names: string[]) =>
  new Map([...leaves].filter(([name]) => !names.includes(name)));

describe("fromScenic and toScenic", () => {
  const directory = fileURLToPath(new URL("param_shapes", fixtures));
  const files = readdirSync(directory).filter((name) => name !== "case.json");

  it.each(files)("know every name and shape of %s", (name) => {
    const { params, config } = JSON.parse(read(`param_shapes/${name}`).toString()) as {
      params: Record<string, number[]>;
      config: { model: { num_heads?: number; spatial_transformer?: { num_heads: number } } };
    };
    const heads = config.model.num_heads ?? config.model.spatial_transformer!.num_heads;
    const leaves = new Map(Object.entries(params).map(([key, shape]) => [key, leaf(shape)]));
    const tree = fromScenic(leaves);
    expect(treeLeaves(tree)).toHaveLength(leaves.size);
    const back = toScenic(tree, heads);
    expect(new Map([...back].sort())).toEqual(new Map([...leaves].sort()));
  });

  it("give Model 3's parameters their places", () => {
    const { params } = JSON.parse(read("param_shapes/B_factorized_self_attention_block.json").toString());
    const tree = fromScenic(new Map(Object.entries<number[]>(params).map(([key, shape]) => [key, leaf(shape)])));
    const block = paths(tree).filter((path) => path.startsWith("encoder.blocks.11."));
    const norm = (name: string) => [`${name}.scale`, `${name}.bias`];
    const attention = (name: string) =>
      ["query", "key", "value", "out"].flatMap((part) => [`${name}.${part}.kernel`, `${name}.${part}.bias`]);
    expect(block.map((path) => path.slice("encoder.blocks.11.".length))).toEqual([
      ...norm("timeNorm"),
      ...attention("timeAttention"),
      ...norm("spaceNorm"),
      ...attention("spaceAttention"),
      ...norm("mlpNorm"),
      ...["mlp.hidden.kernel", "mlp.hidden.bias", "mlp.out.kernel", "mlp.out.bias"],
    ]);
  });

  it("keep every value of Model 2 and of a representation layer", () => {
    for (const name of ["factorized_encoder", "factorized_encoder_avgpool", "spacetime_representation"]) {
      const params = scenicParams(name);
      expect(new Map([...toScenic(fromScenic(params), 4)].sort())).toEqual(new Map([...params].sort()));
    }
  });

  it("split the heads of each encoder by its own number", () => {
    const back = toScenic(fromScenic(scenicParams("factorized_encoder")), { spatial: 8, temporal: 2 });
    const query = "encoderblock_0/MultiHeadDotProductAttention_0/query/kernel";
    expect(back.get(`SpatialTransformer/${query}`)!.shape).toEqual([32, 8, 4]);
    expect(back.get(`TemporalTransformer/${query}`)!.shape).toEqual([32, 2, 16]);
    expect(() => toScenic(fromScenic(scenicParams("spacetime")), 5)).toThrow(
      "toScenic: dim 32 is not a multiple of heads 5",
    );
  });

  it("list everything that is wrong at once", () => {
    const params = without(scenicParams("spacetime"), "output_projection/bias", "Transformer/encoder_norm/scale");
    params.set("Transformer/encoderblock_1/extra", leaf([1]));
    params.set("ema/step", leaf([]));
    params.set("Transformer/encoderblock_0/MultiHeadDotProductAttention_0/out/kernel", leaf([32, 32]));
    expect(() => fromScenic(params)).toThrow(
      "fromScenic: expected the parameters of a Scenic ViViT, got missing: Transformer/encoder_norm/scale, output_projection/bias; " +
        "unexplained: Transformer/encoderblock_1/extra, ema/step; " +
        "wrong shape: Transformer/encoderblock_0/MultiHeadDotProductAttention_0/out/kernel [32, 32] (expected 3 axes)",
    );
  });
  it("notice a missing block, however large the numbers of the others", () => {
    const params = new Map(
      [...scenicParams("spacetime")].map(([name, tensor]) => [
        name.replace("encoderblock_1/", "encoderblock_999999999999/"),
        tensor,
      ]),
    );
    expect(() => fromScenic(params)).toThrow("missing: Transformer/encoderblock_1/LayerNorm_0/scale, ");
    expect(() => fromScenic(params)).toThrow("unexplained: Transformer/encoderblock_999999999999/LayerNorm_0/bias, ");
  });
  it("refuse a file without any block", () => {
    expect(() => fromScenic(new Map())).toThrow(
      "fromScenic: expected the parameters of a Scenic ViViT, got missing: embedding/kernel, ",
    );
  });
});

describe("toHuggingFace and fromHuggingFace", () => {
  const model = read("checkpoints/hf_vivit/model/model.safetensors");
  const tree = fromScenic(scenicParams("spacetime"));

  it("give the file that transformers wrote for the same model, byte for byte", () => {
    expect(Buffer.compare(writeSafetensors(toHuggingFace(tree), { format: "pt" }), model)).toBe(0);
  });
  it("read that file as the same tree", () => {
    expect(fromHuggingFace(readSafetensors(model).tensors)).toEqual(tree);
  });
  it("keep a tree that went there and back, order of leaves included", () => {
    expect(treeLeaves(fromHuggingFace(toHuggingFace(tree)))).toEqual(treeLeaves(tree));
  });
  it("list everything that is wrong at once", () => {
    const { tensors } = readSafetensors(model);
    const broken = without(tensors, "vivit.embeddings.cls_token", "classifier.weight");
    broken.set("vivit.pooler.dense.bias", leaf([32]));
    expect(() => fromHuggingFace(broken)).toThrow(
      "fromHuggingFace: expected the parameters of a Hugging Face ViViT, got missing: vivit.embeddings.cls_token, classifier.weight; " +
        "unexplained: vivit.pooler.dense.bias",
    );
    expect(() => toHuggingFace(mapTree(fromScenic(scenicParams("spacetime_gap")), (at) => at as HostTensor))).toThrow(
      "toHuggingFace: expected the parameters of a ViViT, got missing: classToken",
    );
  });
  it.each([
    ["factorized_encoder", "a spatial encoder and a temporal encoder"],
    ["spacetime_representation", "a representation layer"],
  ])("refuse %s, which Hugging Face does not have", (name, what) => {
    expect(() => toHuggingFace(fromScenic(scenicParams(name)))).toThrow(
      `toHuggingFace: expected a model that Hugging Face ViViT has, got ${what}; save it under its own names`,
    );
  });
});
