import { type HostTensor, mapTree, type Tree } from "@vivit/nn";
import { topClasses } from "@vivit/training";
import type { FolderModel } from "@vivit/weights";
import { windowOffsets } from "../clip/clip-windows.ts";
import { modelInput } from "../clip/model-input.ts";
import { prepareClassifier } from "../model/classifier.ts";
import type { Runtime } from "../runtimes/open-runtime.ts";
import type { Example, Examples } from "./examples.ts";
import { featuresOf } from "./features.ts";
import { trainAll } from "./train-all.ts";
import { type Head, trainHead } from "./train-head.ts";

/** What is trained: the head alone, on features that stay as they are, or after it everything. */
export type Stage = "head" | "all";

/** How teaching goes. */
export interface TeachProgress {
  readonly stage: "features" | Stage | "test";
  /** From 0 to 1. */
  readonly share: number;
  readonly loss?: number;
}

/** A stage that has ended. */
export interface TaughtStage {
  readonly stage: Stage;
  readonly seconds: number;
  /** Share of the clips kept for testing that it names rightly; absent without such clips. */
  readonly accuracy?: number;
  readonly tested: number;
}

/** What teaching needs. */
export interface TeachOptions {
  readonly runtime: Runtime;
  readonly base: FolderModel;
  readonly classes: readonly string[];
  readonly examples: Examples;
  /** Times that training everything goes through all clips; 0: the head alone. */
  readonly epochs: number;
  readonly onProgress: (progress: TeachProgress) => void;
  readonly onStage: (stage: TaughtStage) => void;
  readonly isStopped: () => boolean;
}

/** The model that teaching made. */
export interface Taught {
  readonly taught: FolderModel;
  /** What ended the training of everything, if it failed: then only the head was trained. */
  readonly problem?: string;
}

/**
 * Teach a model new classes: first its head, on frozen features, then all of it.
 *
 * @throws Error that says what is missing of the examples, or what kept the head from being trained
 */
export async function teach(options: TeachOptions): Promise<Taught> {
  const { runtime, base, classes, examples, epochs, onProgress, onStage } = options;
  examples.check(classes);
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const { features, labels } = await featuresOf(runtime, base, examples.of("learn"), (share) =>
    onProgress({ stage: "features", share }),
  );
  const head = await trainHead(features, labels, classes.length, report("head", onProgress));
  const model = { ...base.model, classes: classes.length, classSplits: undefined };
  const { classSplits: _, ...config } = model;
  const taught = { ...base, model: config, labels: classes, parameters: withHead(base.parameters, head), notices: [] };
  onStage({ stage: "head", seconds: seconds(), ...(await test(options, taught)) });
  if (epochs === 0 || options.isStopped()) return { taught };
  try {
    const trained = await teachAll(options, taught);
    onStage({ stage: "all", seconds: seconds(), ...(await test(options, trained)) });
    return { taught: trained };
  } catch (error) {
    return { taught, problem: (error as Error).message };
  }
}

/** Every parameter of a model whose head was taught, trained further. */
async function teachAll(
  { runtime, examples, epochs, onProgress, isStopped }: TeachOptions,
  taught: FolderModel,
): Promise<FolderModel> {
  const { model, parameters, preprocessing } = taught;
  const onStep = report("all", onProgress);
  const all = examples.of("learn");
  const settings = { runtime, model, parameters, preprocessing, examples: all, epochs, onStep, isStopped };
  return { ...taught, parameters: await trainAll(settings) };
}

function report(stage: Stage, onProgress: TeachOptions["onProgress"]) {
  return (loss: number, step: number, of: number) => onProgress({ stage, share: (step + 1) / of, loss });
}

/** The parameters with another head, all in memory of their own: the old ones stay. */
function withHead(parameters: Tree<HostTensor>, { kernel, bias }: Head): Tree<HostTensor> {
  const replaced: Readonly<Record<string, HostTensor>> = { "head.kernel": kernel, "head.bias": bias };
  return mapTree(parameters, (leaf, path) => replaced[path] ?? (leaf as HostTensor)) as Tree<HostTensor>;
}

/** Share of the clips kept for testing that a model names rightly. */
async function test(
  { runtime, examples, onProgress }: TeachOptions,
  taught: FolderModel,
): Promise<{ accuracy?: number; tested: number }> {
  const kept = examples.of("test");
  if (kept.length === 0) return { tested: 0 };
  const classifier = await prepareClassifier(runtime, taught);
  try {
    let right = 0;
    for (const [at, example] of kept.entries()) {
      right += Number((await nameOf(example, taught, classifier.classify)) === example.label);
      onProgress({ stage: "test", share: (at + 1) / kept.length });
    }
    return { accuracy: right / kept.length, tested: kept.length };
  } finally {
    await classifier.dispose();
  }
}

async function nameOf(
  { video }: Example,
  { preprocessing }: FolderModel,
  classify: (video: HostTensor) => Promise<Float32Array>,
): Promise<number> {
  const sum: number[] = [];
  for (const offset of windowOffsets(video.total, preprocessing))
    for (const [at, logit] of (await classify(modelInput(video, offset, preprocessing))).entries())
      sum[at] = (sum[at] ?? 0) + logit;
  return topClasses(Float32Array.from(sum), 1)[0]!;
}
