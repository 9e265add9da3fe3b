import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSafetensors } from "@vivit/weights";
import { afterAll, describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";

const root = mkdtempSync(join(tmpdir(), "vivit-convert-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const checkpoints = fileURLToPath(new URL("../../../../tooling/fixtures/checkpoints", import.meta.url));
const model = join(checkpoints, "hf_vivit", "model");
const at = (...names: string[]) => join(root, ...names);
const bytesOf = (folder: string, name = "model.safetensors") => Uint8Array.from(readFileSync(join(folder, name)));

async function convert(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(["convert", ...words]);
  expect(code, stderr).toBe(0);
  return stdout.replaceAll(root, "<root>").replaceAll(model, "<model>");
}

describe("vivit convert", () => {
  it("says what was read, and writes nothing in a dry run", async () => {
    expect(await convert(model, at("dry"), "--dry-run")).toBe(
      [
        "read       <model>: safetensors, Hugging Face ViViT, 40 parameters of 31,815 values",
        "model      Model 1: spatio-temporal attention; 2 blocks of width 32; tubelets of 2 × 8 × 8; 64 positions; 7 classes",
        "use        clips of 8 frames, 32 × 32; 4 heads",
        "renamed    40 of 40, such as vivit.encoder.layer.0.attention.attention.query.weight → encoder.blocks.0.attention.query.kernel",
        "left over  format = pt: not a tensor",
        "missing    none",
        "",
      ].join("\n"),
    );
    expect(existsSync(at("dry"))).toBe(false);
  });
  it("writes safetensors byte for byte as transformers did", async () => {
    expect(await convert(model, at("same"))).toContain("written    <root>/same/model.safetensors\n");
    expect(bytesOf(at("same"))).toEqual(bytesOf(model));
    expect(JSON.parse(readFileSync(at("same", "config.json"), "utf8"))).toMatchObject({
      model_type: "vivit",
      num_frames: 8,
    });
  });
  it.each([
    ["image_vit/vit.npz", "npz, Google ViT, 40 parameters", "an image ViT; 2 blocks of width 32, 4 heads"],
    ["image_vit/timm_model.pth", "torch, timm ViT, 40 parameters", "trained with the exact GELU"],
    [
      "image_vit/hf_classification",
      "safetensors, Hugging Face ViT, 40 parameters",
      "an image ViT; 2 blocks of width 32",
    ],
    ["image_vit/hf_classification_gelu_fast", "Hugging Face ViT, 40 parameters", "16 positions; 11 classes\n"],
    ["hf_vivit/model_sharded", "safetensors, Hugging Face ViViT, 40 parameters", "Model 1"],
    [
      "hf_vivit/model_bin",
      "torch, Hugging Face ViViT, 40 parameters",
      "no preprocessor_config.json beside the weights",
    ],
  ])("reads %s", async (path, read, model) => {
    const said = await convert(join(checkpoints, path), "--dry-run");
    expect(said).toContain(read);
    expect(said).toContain(model);
  });
  it("halves and halves again give the same file", async () => {
    await convert(model, at("half"), "--float16");
    await convert(at("half"), at("half again"), "--float16");
    expect(bytesOf(at("half again"))).toEqual(bytesOf(at("half")));
    expect(bytesOf(at("half")).length).toBeLessThan(0.55 * bytesOf(model).length);
  });
  it("cuts into shards with an index", async () => {
    await convert(model, at("shards"), "--shards", "60KB");
    const index = JSON.parse(readFileSync(at("shards", "model.safetensors.index.json"), "utf8"));
    const files = [...new Set(Object.values(index.weight_map) as string[])].sort();
    expect(readdirSync(at("shards")).filter((name) => name.endsWith(".safetensors"))).toEqual(files);
    expect(files.length).toBeGreaterThan(1);
    const whole = readSafetensors(bytesOf(model)).tensors;
    const parts = files.flatMap((name) => [...readSafetensors(bytesOf(at("shards"), name)).tensors]);
    expect(new Map(parts)).toEqual(whole);
  });
  it("writes Scenic's files for Flax again, without a configuration", async () => {
    for (const name of ["spacetime.chunked.checkpoint_4000", "factorized_encoder.params.checkpoint_2000"]) {
      const [once, twice] = [at(`once ${name}`), at(`twice ${name}`)];
      await convert(join(checkpoints, "flax_msgpack", name), once, "--to", "flax");
      await convert(once, twice, "--to", "flax");
      expect(bytesOf(twice, "checkpoint_0")).toEqual(bytesOf(once, "checkpoint_0"));
    }
  });
  it("writes for Flax, for TensorFlow.js in the browser, and ONNX", async () => {
    await convert(model, at("flax"), "--to", "flax");
    expect(readdirSync(at("flax")).sort()).toEqual(["checkpoint_0", "config.json", "preprocessor_config.json"]);
    await convert(model, at("tfjs"), "--to", "tfjs");
    for (const format of ["flax", "tfjs"]) {
      await convert(at(format), at(`${format} again`), "--to", format);
      for (const name of readdirSync(at(format)))
        expect(bytesOf(at(`${format} again`), name), name).toEqual(bytesOf(at(format), name));
      await convert(at(format), at(`${format} back`));
      expect(bytesOf(at(`${format} back`))).toEqual(bytesOf(model));
    }
    const { weightsManifest } = JSON.parse(readFileSync(at("tfjs", "model.json"), "utf8"));
    expect(readFileSync(at("tfjs", weightsManifest[0].paths[0])).length).toBe(31815 * 4);
    await convert(model, at("model.onnx"));
    expect(readFileSync(at("model.onnx")).length).toBeGreaterThan(31815 * 4);
  });
});

describe("what vivit convert refuses, and what to do", () => {
  const refusal = async (...words: string[]) => {
    const { code, stderr } = await runCommand(["convert", ...words]);
    return { code, message: stderr.trim().split("\n").at(-1)!.replaceAll(root, "<root>") };
  };
  it("nothing there, nowhere to write, files in the way", async () => {
    expect(await refusal(at("nowhere"), at("x"))).toEqual({
      code: 2,
      message:
        "vivit: model: expected a file or folder at <root>/nowhere, found none; give a path, or hf:owner/name for a model of the hub",
    });
    expect(await refusal(model)).toEqual({
      code: 2,
      message: "vivit: convert: expected a destination, got none; name a new folder, or give --dry-run",
    });
    mkdirSync(at("taken"));
    writeFileSync(at("taken", "notes.txt"), "");
    expect(await refusal(model, at("taken"))).toEqual({
      code: 2,
      message: "vivit: convert: <root>/taken holds files already; name a new folder, or remove it",
    });
  });
  it("what weights alone do not tell, and what is no video model", async () => {
    const scenic = join(checkpoints, "flax_msgpack", "spacetime.params.checkpoint_2000");
    expect((await refusal(scenic, at("x.onnx"))).message).toBe(
      "vivit: convert: onnx needs what weights do not tell, and no config.json lies beside them; put the model's there",
    );
    expect((await refusal(join(checkpoints, "image_vit", "hf_model"), at("y"), "--to", "flax")).message).toBe(
      "vivit: convert: flax is written of video models, got an image ViT; begin one with it by vivit train --init, or write safetensors or tfjs",
    );
  });
  it("options that do not go together", async () => {
    expect((await refusal(model, at("x.onnx"), "--shards", "1GB")).message).toBe(
      "vivit: convert: --shards is for safetensors, got onnx; leave it out",
    );
    expect((await refusal(model, at("x"), "--shards", "1")).message).toBe(
      "vivit: --shards: expected a size such as 500MB or 5GB, got 1",
    );
  });
  it("a name of the hub that is none", async () =>
    expect((await refusal("hf:vivit", at("x"))).message).toBe(
      "vivit: hub: expected hf:owner/name or hf:owner/name@revision, got hf:vivit; for example hf:google/vivit-b-16x2-kinetics400",
    ));
});
