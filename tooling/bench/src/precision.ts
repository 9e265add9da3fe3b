import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { compile } from "@vivit/compile/node";
import { drawMotion, motionClasses, placeView, resizeShortSide } from "@vivit/datasets";
import { stackViews } from "@vivit/datasets/node";
import type { ModelConfig } from "@vivit/models";
import { type HostTensor, hostTensor, normal, randomKey, type Tree } from "@vivit/nn";
import { topClasses } from "@vivit/training";
import { bytesSource, type FolderModel, readModelFolder } from "@vivit/weights";
import { benchModel, benchParameters, forwardOf } from "./work.ts";

const [motions, batch, videos] = [1000, 50, 3];
/** Of the ten motions; from the recipe `motions`. */
const folder = new URL("../../../apps/demo/public/models/motions/", import.meta.url);

/** Print what int8 weights cost: top-1 of a trained model on unseen clips, and the cosine of the logits at B/16x2. */
export async function benchPrecision(show: (line: string) => void): Promise<void> {
  tf.enableProdMode();
  await tf.setBackend("cpu");
  const [exact, rounded] = await topOne();
  const loss = 100 * (exact - rounded);
  show(`top-1 on ${motions} clips of motions: float32 ${percent(exact)}, int8 ${percent(rounded)}`);
  show(`  int8 loses ${loss.toFixed(2)} points, bar 0.5: ${loss <= 0.5 ? "met" : "MISSED"}`);
  const cosines = await logitsCosines();
  const least = Math.min(...cosines);
  show(`cosine of the logits of Model 1, B/16x2: ${cosines.map((value) => value.toFixed(5)).join(", ")}`);
  show(`  the least ${least.toFixed(5)}, bar 0.99: ${least >= 0.99 ? "met" : "MISSED"}`);
}

/** The share of clips that a trained model names rightly, in float32 and in int8: one view in the middle of each. */
async function topOne(): Promise<readonly [exact: number, rounded: number]> {
  const saved = await readModelFolder(async (name) => bytesSource(readFileSync(fileURLToPath(new URL(name, folder)))));
  const { frames, height, width } = saved.model.clip;
  const programs = await bothPrecisions(saved.model, saved.parameters, [batch, frames, height, width, 3]);
  const right = [0, 0];
  for (let first = 0; first < motions; first += batch) {
    const video = motionViews(saved, first);
    for (const [which, program] of programs.entries()) {
      const classes = bestClasses(await program.run({ video }));
      right[which]! += classes.filter((at, clip) => isShown(saved, at, first + clip)).length;
    }
  }
  for (const program of programs) await program.dispose();
  return [right[0]! / motions, right[1]! / motions];
}

/** [batch, frames, height, width, 3]: clips that the model was not trained on. */
function motionViews({ preprocessing }: FolderModel, first: number): HostTensor {
  const { frames, stride, shortSide, crop } = preprocessing;
  const view = { temporal: [0, 1], spatial: [0, 1] } as const;
  const shape = { frames, stride, crop };
  const views = Array.from({ length: batch }, (_, at) => {
    const drawn = drawMotion({ seed: 1, split: "precision", index: first + at, level: "easy" });
    const clip = resizeShortSide(drawn, shortSide);
    return { clip, placed: placeView(view, clip, shape) };
  });
  return stackViews(views, batch, shape);
}

function isShown({ labels }: FolderModel, at: number, clip: number): boolean {
  return labels[at] === motionClasses[clip % motionClasses.length];
}

/** Random weights and clips: the cosine of float32's and int8's logits, of each clip. */
async function logitsCosines(): Promise<number[]> {
  const config = benchModel("vivit-b-16x2");
  const { frames, height, width } = config.clip;
  const shape = [1, frames, height, width, 3];
  const programs = await bothPrecisions(config, benchParameters(config), shape);
  const cosines: number[] = [];
  for (let seed = 0; seed < videos; seed++) {
    const count = shape.reduce((a, b) => a * b);
    const video = hostTensor(normal(randomKey(seed), count), shape);
    const [exact, rounded] = [await programs[0].run({ video }), await programs[1].run({ video })];
    cosines.push(cosine(exact.values, rounded.values));
  }
  for (const program of programs) await program.dispose();
  return cosines;
}

/** The same model in float32 and in int8. */
async function bothPrecisions(config: ModelConfig, params: Tree<HostTensor>, shape: number[]) {
  const inputs = { video: { dtype: "float32", shape }, params } as never;
  const open = (precision: "float32" | "int8") =>
    compile(forwardOf(config), inputs, { freeze: "params", precision }) as unknown as Promise<Classifier>;
  return [await open("float32"), await open("int8")] as const;
}

interface Classifier {
  run(inputs: { video: HostTensor }): Promise<HostTensor>;
  dispose(): Promise<void>;
}

function bestClasses({ values, shape }: HostTensor): number[] {
  const [rows, classes] = shape as [number, number];
  return Array.from({ length: rows }, (_, row) => {
    const scores = values.subarray(row * classes, (row + 1) * classes);
    return topClasses(scores, 1)[0]!;
  });
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    ab += a[at]! * b[at]!;
    aa += a[at]! ** 2;
    bb += b[at]! ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
