import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clipOf, drawMotion } from "@vivit/datasets";
import { encodeClip, loadNodeAv } from "@vivit/datasets/node";
import { parameterSpecs } from "@vivit/models";
import { countValues, hostTensor, mapTree } from "@vivit/nn";
import { writeModelFolder } from "@vivit/weights";
import { readBundledModel } from "./score-in-node.ts";

const publicFolder = new URL("public/", import.meta.resolve("@vivit/demo/package.json"));

/** A file that comes with the demo. */
export function bundledFile(path: string): string {
  return fileURLToPath(new URL(path, publicFolder));
}

/** Copies of a bundled clip with something wrong, by what it is. */
export function writeBrokenClips(folder: string) {
  const clip = readFileSync(bundledFile("clips/right.mp4"));
  const write = (name: string, bytes: Uint8Array | string) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  return {
    text: write("notes.mp4", "no video"),
    empty: write("empty.mp4", ""),
    cut: write("cut.mp4", clip.subarray(0, clip.length / 2)),
    otherCodec: write("theora.mp4", withCodec(clip, "theo")),
  };
}

/** The name of the codec in the description of the track, put in place of H.264's. */
export function withCodec(clip: Buffer, codec: string): Buffer {
  const changed = Buffer.from(clip);
  changed.write(codec, changed.lastIndexOf("avc1"), "latin1");
  return changed;
}

/** A video of so many frames: fewer than the models see. */
export async function writeShortClip(path: string, frames: number): Promise<void> {
  const { values, height, width, frameRate } = drawMotion({ seed: 9, split: "test", index: 4, level: "easy" });
  const kept = clipOf(values.subarray(0, frames * height * width * 3) as Uint8Array, height, width, frameRate);
  encodeClip(await loadNodeAv("writeShortClip"), path, kept);
}

/** Copies of the folder of a bundled model with something wrong, by what it is. */
export function writeBrokenModels(folder: string) {
  const write = (name: string, change: (config: Record<string, unknown>) => object | string, weights = true) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    const config = JSON.parse(readFileSync(bundledFile("models/motions/config.json"), "utf8"));
    const changed = change(config);
    writeFileSync(join(path, "config.json"), typeof changed === "string" ? changed : JSON.stringify(changed));
    if (weights) cpSync(bundledFile("models/motions/model.safetensors"), join(path, "model.safetensors"));
    cpSync(bundledFile("models/motions/preprocessor_config.json"), join(path, "preprocessor_config.json"));
    return path;
  };
  const resized = (config: Record<string, unknown>, sizes: object) => ({ ...config, ...sizes, vivit: undefined });
  return {
    noWeights: write("no-weights", (config) => config, false),
    noJson: write("no-json", () => "{"),
    otherWidth: write("other-width", (config) => resized(config, { hidden_size: 128 })),
    huge: write("huge", (config) =>
      resized(config, { hidden_size: 4096, intermediate_size: 16384, num_hidden_layers: 48, num_attention_heads: 32 }),
    ),
  };
}

/** The folder of a model that is sound, but whose values alone are so many megabytes. */
export async function writeHeavyModel(path: string, megabytes: number): Promise<void> {
  const bundled = await readBundledModel("motions");
  const { encoder } = bundled.model;
  const dim = 512;
  const depth = Math.ceil((megabytes * 1e6) / (4 * 12 * dim ** 2)); // a block of width d has 12 d² values
  const model = { ...bundled.model, encoder: { ...encoder, dim, mlpDim: 4 * dim, heads: 8, depth } };
  const parameters = mapTree(parameterSpecs(model), ({ shape }) =>
    hostTensor(new Float32Array(countValues(shape)), shape),
  );
  mkdirSync(path, { recursive: true });
  for (const [name, bytes] of writeModelFolder({ ...bundled, model, parameters }, { float16: true }))
    writeFileSync(join(path, name), bytes);
}
