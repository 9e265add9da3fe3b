import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSafetensors } from "@vivit/weights";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandResult, runCommand } from "../testing/run-command.ts";
import { makeSmallPlace, type SmallPlace } from "../testing/small-run.ts";

const fixture = (path: string) => fileURLToPath(new URL(`../../../../tooling/fixtures/${path}`, import.meta.url));
const video = fixture("checkpoints/hf_vivit/model");
let place: SmallPlace;
const image = fixture("checkpoints/image_vit/vit.npz");
beforeAll(async () => {
  place = await makeSmallPlace();
}, 60_000);
afterAll(() => place.remove());

/** Train with the sizes of the source: only the clip is the recipe's. */
const train = (name: string, ...more: string[]): Promise<CommandResult> =>
  runCommand([
    ...["train", "--data", place.data, "--runs", join(place.root, "runs"), "--name", name, "--epochs", "1"],
    ...["--clip.frames", "4", "--clip.shortSide", "20", "--clip.crop", "16", "--batch", "4", "--data.workers", "1"],
    ...more,
  ]);
const tensorsOf = (path: string) => readSafetensors(readFileSync(path)).tensors;

describe("vivit train --init", () => {
  it("begins with a video model for other frames, resolution and classes, and leaves alone what is frozen", async () => {
    const freeze = ["--freeze", "embedding,encoder.blocks.0"];
    const { code, stderr } = await train("video", "--init", video, ...freeze);
    expect(code, stderr).toBe(0);
    expect(stderr.split("\n").slice(0, 5)).toEqual([
      `begins with ${video} (Hugging Face ViViT)`,
      "  copied, the same name: embedding, classToken, encoder",
      "  resized, from 4×4×4 to 2×2×2: positions",
      "  fresh, the head is not restored: head",
      "  left over, the head is not restored: head",
    ]);
    const [before, after] = [join(video, "model.safetensors"), place.run("video", "model.safetensors")].map(tensorsOf);
    const changed = [...after!].filter(([name, { values }]) => String(values) !== String(before!.get(name)!.values));
    const kept = [...after!.keys()].filter((name) => !changed.some(([other]) => other === name));
    expect(kept.every((name) => /patch_embeddings|layer\.0\./.test(name))).toBe(true);
    expect(kept).toHaveLength(2 + 16);
    const losses = place.losses("video").map(([, loss]) => loss);
    expect(losses.every(Number.isFinite)).toBe(true);
  });
  it("begins with an image model, Model 2 as well, and with a run", async () => {
    const variant = ["--model.temporalDepth", "1", "--model.variant", "factorized-encoder"];
    const first = await train("image", "--init", image, ...variant);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toContain("copied, the source's encoder: spatial.encoder");
    const second = await train("again", "--init", place.run("image"), "--init.head", "copy");
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toContain("  copied, the same name: embedding, ");
    const config = JSON.parse(readFileSync(place.run("again", "config.json"), "utf8"));
    expect(config.model_type).toBe("vivit-factorized-encoder");
  });
  it("begins Model 3 with an image, drops its paths, and says what it assumed", async () => {
    const options = ["--train.dropPath", "0.2", "--train.dropPathInFactorizedSelfAttention", "true"];
    const variant = ["--model.variant", "factorized-self-attention", "--model.attentionOrder", "time-space"];
    const { code, stderr } = await train(
      "model3",
      "--init",
      image.replace("vit.npz", "timm_model.pth"),
      ...variant,
      ...options,
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("zeroed, a block begins purely spatial: encoder.blocks.0–1.timeAttention.out");
    expect(stderr).toContain(
      "assumed, as the recipe says, for the source does not tell: 4 heads; --model.heads says otherwise",
    );
    const config = JSON.parse(readFileSync(place.run("model3", "config.json"), "utf8"));
    expect(config.vivit).toMatchObject({ attentionOrder: "time-space", pool: "gap" });
  });
  it("trains in the range that the source was trained in, with positions that are no parameter", async () => {
    const words = ["--model.positions", "sinusoidal-3d", "--model.dim", "24", "--clip.range=-3,1"];
    const first = await train("own-range", ...words, "--model.depth", "1");
    expect(first.code, first.stderr).toBe(0);
    const second = await train("same-range", "--init", place.run("own-range"));
    expect(second.code, second.stderr).toBe(0);
    expect(second.stderr).toContain("notice: pixels are in [-3, 1], as the source was trained");
    const [config, preprocessing] = ["config.json", "preprocessor_config.json"].map((name) =>
      JSON.parse(readFileSync(place.run("same-range", name), "utf8")),
    );
    expect(config.vivit.positions).toBe("sinusoidal-3d");
    expect(preprocessing).toMatchObject({ do_normalize: true, image_mean: [0.5, 0.5, 0.5], vivit: { range: [-3, 1] } });
  });
  it("refuses a source that does not fit, and a pattern that names nothing, before anything is written", async () => {
    const wide = await train("refused", "--init", video, "--model.dim", "64");
    expect(wide.stderr).toContain("initializeFrom: the source does not fit the target");
    const pattern = await train("refused", "--init", video, "--freeze", "encoder.block");
    expect(pattern.stderr).toContain("--freeze: expected a parameter or branch, got encoder.block, which names none");
    const lost = await train("refused", "--init", "nowhere");
    expect(lost.stderr).toContain("model: expected a file or folder at nowhere, found none");
    expect([wide.code, pattern.code, lost.code]).toEqual([1, 2, 2]);
  });
});
