import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeMotions } from "@vivit/datasets/node";

/** Settings of a model that trains in seconds. */
export const smallRecipe = [
  ["--model.dim", "16"],
  ["--model.depth", "1"],
  ["--model.heads", "2"],
  ["--model.mlpDim", "32"],
  ["--clip.frames", "4"],
  ["--clip.shortSide", "20"],
  ["--clip.crop", "16"],
  ["--train.batch", "4"],
  ["--train.epochs", "2"],
  ["--data.workers", "1"],
].flat();

/** A temporary place with 40 training and 20 validation clips of motions, and helpers to look at runs in it. */
export interface SmallPlace {
  readonly root: string;
  readonly data: string;
  /** A path in a run's directory. */
  run(name: string, ...rest: string[]): string;
  /** The words that train on the data. */
  trainWords(name: string, ...more: string[]): string[];
  /** [step, loss] of every step in a run's log. */
  losses(name: string): [number, number][];
  /** SHA-256 of a run's weights. */
  weights(name: string): string;
  remove(): void;
}

export async function makeSmallPlace(): Promise<SmallPlace> {
  const root = mkdtempSync(join(tmpdir(), "vivit-trainer-"));
  const data = join(root, "motions");
  await writeMotions(data, { train: 40, val: 20, size: 32 });
  const run = (name: string, ...rest: string[]) => join(root, "runs", name, ...rest);
  return {
    root,
    data,
    run,
    trainWords: (name, ...more) => [
      "train",
      "--data",
      data,
      "--runs",
      join(root, "runs"),
      "--name",
      name,
      ...smallRecipe,
      ...more,
    ],
    losses: (name) =>
      readFileSync(run(name, "metrics.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
        .filter(({ kind }) => kind === "step")
        .map(({ step, loss }) => [step, loss]),
    weights: (name) =>
      createHash("sha256")
        .update(readFileSync(run(name, "model.safetensors")))
        .digest("hex"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
