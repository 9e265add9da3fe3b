import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ClipEntry } from "@vivit/datasets";
import { indexFolder } from "@vivit/datasets/node";
import { Command } from "commander";
import { predictFiles } from "../predict/predict-files.ts";
import { modelConfigOf } from "../recipe/model-config.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { finishRun } from "../run/finish-run.ts";
import { readModelDirectory } from "../run/model-directory.ts";
import { withRunDirectory } from "../run/run-directory.ts";
import { openRuntime } from "../run/runtime.ts";
import { trainRun } from "../run/train-run.ts";
import { showTraining } from "../show-training.ts";
import { makeMotions } from "./make.ts";

const [data, directory] = [join("data", "motions"), join("runs", "motions")];

/** `vivit demo`: the whole path on embedded data: make videos, train, evaluate, name the motion in three unseen files. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("make motions, train on them, evaluate, and predict three unseen files")
    .action(demo);
}

async function demo(): Promise<void> {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  say(`1/4 videos of ten motions, in ${data}`);
  await makeMotions(data, { train: 2000, val: 300, size: 64, seed: 0, level: "easy" });

  const recipe = findRecipe("motions");
  const index = indexFolder(data);
  const model = modelConfigOf(recipe, index);
  const runtime = await openRuntime("native");
  say(`2/4 training on ${index.entries.filter(({ split }) => split === "train").length} clips, in ${directory}`);
  await rm(directory, { recursive: true, force: true }); // the demonstration's own run
  const text = await withRunDirectory(directory, "new", async (lock) => {
    const shown = showTraining(recipe.train.epochs);
    const { step: onStep, epoch: onEpoch, signal: onSignal } = shown;
    const plan = { recipe, model, index, directory, runtime };
    const trained = await trainRun({ ...plan, lock, onStep, onEpoch, onSignal }).finally(shown.stop);
    say("3/4 evaluation");
    return (await finishRun({ ...plan, trained })).text;
  });

  say("4/4 three clips it has not seen");
  const unseen = firstUnseen(index.entries).map(({ path }) => path);
  const predictions = await predictFiles(
    runtime,
    await readModelDirectory(directory),
    unseen.map((path) => join(data, ...path.split("/"))),
    1,
  );
  const lines = predictions.map(({ scores: [best] }, at) => {
    const truth = unseen[at]!.split("/").at(-2);
    return `  ${unseen[at]}: shows ${truth}, predicted ${best?.label} (${(100 * (best?.score ?? 0)).toFixed(1)} %)`;
  });
  process.stdout.write(`${lines.join("\n")}\n${text}\n`);
}

/** The first validation clip of each of the first three classes. */
function firstUnseen(entries: readonly ClipEntry[]): ClipEntry[] {
  const validation = entries.filter(({ split }) => split === "validation");
  return [0, 1, 2].flatMap((label) => validation.filter(({ labels }) => labels[0] === label).slice(0, 1));
}
