import type { HostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../checkpoint-error.ts";
import { splitShards } from "../safetensors/split-shards.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { makeZip } from "../testing/make-zip.ts";
import { writeTfjsWeights } from "../tfjs/write-tfjs-weights.ts";
import { blobSource, bytesSource } from "./byte-source.ts";
import { openTensorFile } from "./open-tensor-file.ts";

const text = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const files = (contents: Readonly<Record<string, Uint8Array>>) => async (name: string) => bytesSource(contents[name]!);
const tensors: [string, HostTensor][] = [
  ["a", { dtype: "float32", shape: [2], values: Float32Array.of(1, 2) }],
  ["b", { dtype: "float32", shape: [3], values: Float32Array.of(-1, 0.5, 3) }],
];

describe("openTensorFile refuses", () => {
  it.each([
    [
      "nothing",
      new Uint8Array(0),
      "got an empty file; if it was downloaded, look whether it is a web page or a Git LFS pointer",
    ],
    [
      "a web page",
      text("<!doctype html>"),
      "got a file that begins with 3c 21 64 6f 63 74 79 70; if it was downloaded",
    ],
    [
      "PyTorch's older format",
      Uint8Array.of(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc),
      'expected a file of PyTorch 1.6 or later, got the older format; in Python: torch.save(torch.load("old.pt"), "new.pt")',
    ],
    ["HDF5", Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d), "got HDF5; convert it to .npz"],
    ["a single NumPy array", text("\u0093NUMPY").slice(1), "got a single NumPy array; read it with readNpy"],
    ["a configuration", text({ model_type: "vit" }), "got model_type; name the file of weights"],
    ["JSON that is damaged", text('{"a":'), "expected JSON, got other text; the file is damaged"],
    [
      "an index without a way to its files",
      text({ weight_map: { a: "x" } }),
      'expected a way to open "x", which this file names, got none; give `open`',
    ],
  ])("%s", async (_, bytes, message) => {
    await expect(openTensorFile(bytesSource(bytes))).rejects.toThrow(message);
    await expect(openTensorFile(bytesSource(bytes))).rejects.toThrow(CheckpointError);
  });
  it("an archive of something else", async () => {
    const file = await makeZip({ "word/document.xml": new Uint8Array(2) });
    await expect(openTensorFile(bytesSource(file))).rejects.toThrow(
      "openTensorFile: expected a PyTorch or NumPy archive, got a zip archive with word/document.xml; unpack it and name the file of weights",
    );
  });
});

describe("shards", () => {
  const shards = splitShards(tensors, 8);
  const contents = Object.fromEntries([...shards.files].map(([name, shard]) => [name, writeSafetensors(shard)]));
  const [first, second] = Object.keys(contents) as [string, string];
  const open = (index: unknown, shown = contents) => openTensorFile(bytesSource(text(index)), files(shown));

  it("are read as one file", async () => {
    const { tensors: found } = await open(shards.index);
    expect(await Promise.all([...found].map(async ([name, entry]) => [name, await entry.read()]))).toEqual(tensors);
  });
  it.each([
    [
      "that lack a tensor of the index",
      { weight_map: { a: first, b: second, c: first } },
      `readShards: expected the index and its files to name the same tensors, got c is not in ${first}; the files are of different models or versions`,
    ],
    ["with a tensor beside the index", { weight_map: { a: first } }, undefined],
    [
      "in another folder",
      { weight_map: { a: "../../secret.safetensors" } },
      'readShards: expected the file of "a" to be a file name without a folder, got "../../secret.safetensors"',
    ],
    ["of an index without names", { weight_map: {} }, "readShards: expected tensors in weight_map, got none"],
    ["of an index that is no record", { weight_map: [1] }, "readShards: expected weight_map to be a record, got [1]"],
  ])("%s", async (_, index, message) => {
    if (message) await expect(open(index)).rejects.toThrow(new CheckpointError(message));
    else
      await expect(open(index, { [first]: writeSafetensors(tensors) })).rejects.toThrow(
        `got b in ${first} is not in the index; the files are of different models or versions`,
      );
  });
});

describe("TensorFlow.js weights", () => {
  const { model, shards } = writeTfjsWeights(tensors, { shardBytes: 12 });
  const contents = Object.fromEntries(
    [...shards].map(([name, pieces]) => [name, Uint8Array.from(pieces.flatMap((piece) => [...piece]))]),
  );
  const names = Object.keys(contents);
  const open = (json: unknown) => openTensorFile(bytesSource(text(json)), files(contents));
  const withWeights = (weights: unknown) => ({ ...model, weightsManifest: [{ paths: names, weights }] });

  it("are read over the borders of their files", async () => {
    expect(names).toHaveLength(2);
    const { tensors: found } = await open(model);
    expect(await Promise.all([...found].map(async ([name, entry]) => [name, await entry.read()]))).toEqual(tensors);
  });
  it("counted in steps are multiplied out", async () => {
    const quantization = { dtype: "uint8", scale: 0.5, min: -1 };
    const weights = [{ name: "q", shape: [4], dtype: "float32", quantization }];
    const json = { weightsManifest: [{ paths: ["q"], weights }] };
    const { tensors: found } = await openTensorFile(bytesSource(text(json)), files({ q: Uint8Array.of(0, 1, 2, 255) }));
    expect([...(await found.get("q")!.read()).values]).toEqual([-1, -0.5, 0, 126.5]);
  });
  it.each([
    [
      "a name twice",
      [...model.weightsManifest[0].weights, { name: "a", shape: [0], dtype: "float32" }],
      'readTfjs: expected "a" once, got twice; the file is damaged',
    ],
    [
      "__proto__",
      [{ name: "__proto__", shape: [5], dtype: "float32" }],
      'readTfjs: expected names without __proto__, got "__proto__"',
    ],
    [
      "files of another length",
      [{ name: "a", shape: [9], dtype: "float32" }],
      `readTfjs: expected 36 bytes in ${names.join(", ")}, got 20; a file is cut short or of another model`,
    ],
    [
      "texts",
      [{ name: "a", shape: [5], dtype: "string" }],
      'readTfjs: "a": expected a type among float32, int32, bool, float16, uint8, uint16, got string',
    ],
    [
      "a shape of fractions",
      [{ name: "a", shape: [0.5], dtype: "bool" }],
      'readTfjs: "a": expected a shape of whole numbers, got [0.5]',
    ],
    ["no list", 7, "readTfjs: expected weights to be a list, got 7"],
  ])("refuse %s", async (_, weights, message) => {
    await expect(open(withWeights(weights))).rejects.toThrow(new CheckpointError(message));
  });
});

describe("blobSource", () => {
  it("reads only what is asked for", async () => {
    const source = blobSource(new Blob([writeSafetensors(tensors) as Uint8Array<ArrayBuffer>]));
    const { tensors: found } = await openTensorFile(source);
    expect(await found.get("b")!.read()).toEqual(tensors[1]![1]);
  });
});
