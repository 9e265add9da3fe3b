// pnpm show:init [EPOCHS]: trains on motions from scratch and from each kind of file of the fixtures, and prints how each went.
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeMotions } from "@vivit/datasets/node";
import { startCommand } from "./run-command.ts";

const epochs = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 20);
const checkpoints = fileURLToPath(new URL("../../../../tooling/fixtures/checkpoints/", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "vivit-show-init-"));

/** What a model begins with, and a file of it; the last is written from a file of another. */
const sources: readonly (readonly [family: string, path: string])[] = [
  ["scratch", ""],
  ["Google ViT, npz", "image_vit/vit.npz"],
  ["Hugging Face ViT, safetensors", "image_vit/hf_classification"],
  ["timm ViT, safetensors", "image_vit/timm_model.safetensors"],
  ["timm ViT, torch", "image_vit/timm_model.pth"],
  ["Hugging Face ViViT, safetensors", "hf_vivit/model"],
  ["Hugging Face ViViT, torch", "hf_vivit/model_bin"],
  ["Scenic ViViT Model 1, Flax", "flax_msgpack/spacetime.optimizer_target.checkpoint_1000"],
  ["Scenic ViViT Model 2, Flax", "flax_msgpack/factorized_encoder.params.checkpoint_2000"],
  ["ours, TensorFlow.js", "tfjs"],
];

/** Sizes of the fixtures' models; everything else is the recipe `motions`. */
const sizes = ["--model.dim", "32", "--model.depth", "2", "--model.heads", "4", "--model.mlpDim", "64"];
const settings = ["--clip.frames", "8", "--clip.stride", "6", "--learningRate.peak", "3e-3"];

interface Epoch {
  readonly kind: string;
  readonly trainingLoss: number;
  readonly top1: number;
}

async function vivit(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await startCommand(words).result;
  if (code !== 0) throw new Error(`show-init: vivit ${words.join(" ")} ended with ${code}: ${stderr}`);
  return stdout + stderr;
}

async function train(name: string, path: string): Promise<Epoch[]> {
  const from = path === "tfjs" ? join(folder, "tfjs") : join(checkpoints, path);
  const begin = path === "" ? sizes : ["--init", from];
  const data = ["--data", join(folder, "motions"), "--runs", join(folder, "runs"), "--name", name];
  await vivit("train", ...data, "--epochs", String(epochs), ...settings, ...begin);
  const log = readFileSync(join(folder, "runs", name, "metrics.jsonl"), "utf8")
    .trim()
    .split("\n");
  return log.map((line) => JSON.parse(line) as Epoch).filter(({ kind }) => kind === "epoch");
}

try {
  await writeMotions(join(folder, "motions"), { train: 400, val: 200, size: 40 });
  await vivit("convert", join(checkpoints, "hf_vivit/model"), join(folder, "tfjs"), "--to", "tfjs");
  process.stdout.write(`${epochs} epochs of 400 clips, 200 clips to look at, ten classes\n\n`);
  process.stdout.write(
    "| begins with | loss of the first epoch | of the last | top-1 after the first | after the last |\n",
  );
  process.stdout.write("| --- | --- | --- | --- | --- |\n");
  for (const [at, [family, path]] of sources.entries()) {
    const done = await train(`run-${at}`, path);
    const [first, last] = [done[0]!, done.at(-1)!];
    const losses = [first.trainingLoss, last.trainingLoss].map((loss) => loss.toFixed(2));
    const scores = [first.top1, last.top1].map((score) => `${(100 * score).toFixed(1)} %`);
    process.stdout.write(`| ${[family, ...losses, ...scores].join(" | ")} |\n`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
