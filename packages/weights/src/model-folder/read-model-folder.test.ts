import { initializeParameters, type ModelConfig } from "@vivit/models";
import { mapTree, randomKey, treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../files/byte-source.ts";
import type { Preprocessing } from "./preprocessing.ts";
import { type ModelFolder, readModelFolder } from "./read-model-folder.ts";
import { writeModelFolder } from "./write-model-folder.ts";

const encoder = { dim: 8, depth: 2, heads: 2, mlpDim: 16 };
const model: ModelConfig = {
  variant: "space-time",
  clip: { frames: 4, height: 8, width: 8 },
  channels: 3,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder,
  pool: "token",
  classes: 2,
};
const variants = [
  model,
  { ...model, variant: "factorized-encoder", temporalEncoder: { ...encoder, depth: 1 } },
  { ...model, variant: "factorized-self-attention", pool: "gap" },
] as const satisfies readonly ModelConfig[];
const labels = ["left", "right"];
const preprocessing: Preprocessing = {
  frames: 4,
  stride: 3,
  shortSide: 10,
  crop: 8,
  temporalViews: 2,
  spatialViews: 1,
};
const parametersOf = (config: ModelConfig) => initializeParameters(config, randomKey(1));

function folderOf(files: ReadonlyMap<string, Uint8Array>): ModelFolder {
  return async (name) => {
    const bytes = files.get(name);
    return bytes && bytesSource(bytes);
  };
}

describe("readModelFolder", () => {
  it.each(variants.map((config) => [config.variant, config] as const))("reads what was written: %s", async (_, at) => {
    const parameters = parametersOf(at);
    const told: [number, number][] = [];
    const read = await readModelFolder(folderOf(writeModelFolder({ model: at, labels, preprocessing, parameters })), {
      onProgress: (done, of) => void told.push([done, of]),
    });
    expect(read).toMatchObject({ model: at, labels, preprocessing, notices: [] });
    expect(new Map(treeLeaves(read.parameters))).toEqual(new Map(treeLeaves(parameters)));
    const count = treeLeaves(parameters).length;
    expect(told.at(-1)).toEqual([count, count]);
  });

  const files = writeModelFolder({ model, labels, preprocessing, parameters: parametersOf(model) });
  const without = (name: string) => folderOf(new Map([...files].filter(([other]) => other !== name)));

  it("says what it assumes where the preprocessing is missing", async () => {
    const { notices } = await readModelFolder(without("preprocessor_config.json"));
    expect(notices).toEqual([
      "no preprocessor_config.json beside the weights: pixels in [-1, 1] and a short side of 9 are assumed",
    ]);
  });
  it("names the file that is missing", async () => {
    await expect(readModelFolder(without("config.json"))).rejects.toThrow(
      "readModelFolder: expected config.json, found none; give the folder of a trained model",
    );
    await expect(readModelFolder(without("model.safetensors"))).rejects.toThrow(
      "readModelFolder: expected weights as one of model.safetensors, model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json, model.json, found none",
    );
  });
  it("refuses weights of another width", async () => {
    const wide = mapTree(parametersOf({ ...model, encoder: { ...encoder, mlpDim: 32 } }), (leaf) => leaf);
    const other = writeModelFolder({ model, labels, preprocessing, parameters: wide });
    await expect(readModelFolder(folderOf(other))).rejects.toThrow(/readModelFolder: .*mlp/);
  });
  it("says which file is no JSON", async () => {
    const broken = new Map(files).set("config.json", new TextEncoder().encode("{"));
    await expect(readModelFolder(folderOf(broken))).rejects.toThrow(/^readModelFolder: config.json is not JSON: /);
  });
});
