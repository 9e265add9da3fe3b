import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCheckpointFile } from "./read-checkpoint-file.ts";

const fixtures = fileURLToPath(new URL("../../../../tooling/fixtures/checkpoints/", import.meta.url));
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vivit-weights-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("readCheckpointFile", () => {
  it("finds the weights of a folder, its shards too", async () => {
    const whole = await readCheckpointFile(join(fixtures, "hf_vivit", "model"));
    const sharded = await readCheckpointFile(join(fixtures, "hf_vivit", "model_sharded"));
    const torch = await readCheckpointFile(join(fixtures, "hf_vivit", "model_bin"));
    expect(sharded.tree).toEqual(whole.tree);
    expect(torch.tree).toEqual(whole.tree);
    expect(torch.facts).toEqual({ ...whole.facts, format: "torch" });
  });
  it("says which file is not there", async () => {
    const path = join(folder, "model.safetensors");
    await expect(readCheckpointFile(path)).rejects.toThrow(`${path}: openFile: expected a file at ${path}, got ENOENT`);
  });
  it("says which shard is not there", async () => {
    const path = join(folder, "model.safetensors.index.json");
    writeFileSync(path, JSON.stringify({ weight_map: { a: "gone.safetensors" } }));
    await expect(readCheckpointFile(folder)).rejects.toThrow(
      `${path}: openFile: expected a file at ${join(folder, "gone.safetensors")}, got ENOENT`,
    );
  });
  it("says what it looks for in a folder", async () => {
    await expect(readCheckpointFile(folder)).rejects.toThrow(
      `readCheckpointFile: expected one of model.safetensors, model.safetensors.index.json, pytorch_model.bin, pytorch_model.bin.index.json, model.json in ${folder}, got none; name the file of weights`,
    );
  });
});
