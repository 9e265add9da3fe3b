import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { indexFolder, writeMotions } from "@vivit/datasets/node";
import { modelConfigOf } from "../recipe/model-config.ts";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { openRuntime, type RuntimeName } from "../run/runtime.ts";
import { trainRun } from "../run/train-run.ts";

/** What a run held after a step. */
export interface HeldMemory {
  readonly step: number;
  /** TensorFlow.js tensors that are alive. */
  readonly tensors: number;
  /** Resident memory of the process in bytes, garbage collected. */
  readonly resident: number;
}

/** A long run of a tiny model, and when to look at its memory. */
export interface SoakOptions {
  readonly runtime: RuntimeName;
  /** Steps; whole epochs of 100 are trained, each saved, every fifth evaluated. */
  readonly steps: number;
  readonly isWatched: (step: number) => boolean;
  readonly onLook?: (held: HeldMemory) => void;
}

/** Train for long, with saves, evaluations and logs as any run has them, and look at memory now and then. */
export async function soak({ runtime: name, steps, isWatched, onLook }: SoakOptions): Promise<HeldMemory[]> {
  const root = mkdtempSync(join(tmpdir(), "vivit-soak-"));
  try {
    const data = join(root, "motions");
    await writeMotions(data, { train: 400, val: 20, size: 32 });
    const recipe = overrideRecipe(findRecipe("motions"), [...tiny, ["train.epochs", `${Math.ceil(steps / 100)}`]]);
    const index = indexFolder(data);
    const runtime = await openRuntime(name);
    const looks: HeldMemory[] = [];
    const look = (step: number) => {
      globalThis.gc?.();
      const held = { step, tensors: tf.memory().numTensors, resident: process.memoryUsage().rss };
      looks.push(held);
      onLook?.(held);
    };
    const onStep = ({ step }: { readonly step: number }) => (isWatched(step) ? look(step) : undefined);
    const model = modelConfigOf(recipe, index);
    await trainRun({ recipe, model, index, directory: join(root, "run"), runtime, onStep });
    return looks;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const tiny: [path: string, value: string][] = [
  ["model.dim", "16"],
  ["model.depth", "1"],
  ["model.heads", "2"],
  ["model.mlpDim", "32"],
  ["clip.frames", "4"],
  ["clip.shortSide", "20"],
  ["clip.crop", "16"],
  ["train.batch", "4"],
  ["evaluation.everyEpochs", "5"],
  ["data.workers", "1"],
];
