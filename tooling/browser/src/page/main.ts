import * as tf from "@tensorflow/tfjs-core";
import { eager } from "@vivit/compile";
import { type BackendName, openBackend } from "@vivit/demo/backends";
import type { BundledModel } from "@vivit/demo/models";
import type { RuntimeName } from "@vivit/demo/runtimes";
import type { ModelConfig } from "@vivit/models";
import { type ModelCase, modelOf, runModelCase } from "@vivit/reference/model-case";
import { type optimizers, trainSteps } from "@vivit/reference/training";
import { readSafetensors } from "@vivit/weights";
import { demoLogits } from "./demo-logits.ts";
import { watchBuffers } from "./largest-buffer.ts";
import { loadModel } from "./load-model.ts";
import { runLongClip } from "./long-clip.ts";
import { summarizeWeights } from "./read-weights.ts";

/** What tests call in the page, each with the backend to run on. */
export const calls = {
  /** Hold a stored case to its values. */
  async compareCase(_: BackendName, folder: string, strictness: "own" | "backend") {
    const description = (await (await fetch(`${folder}/case.json`)).json()) as ModelCase;
    const file = await (await fetch(`${folder}/tensors.safetensors`)).arrayBuffer();
    const at = { name: folder, description, tensors: readSafetensors(new Uint8Array(file)).tensors };
    return runModelCase(at, modelOf(at)!, eager as never, strictness);
  },
  /** A few steps of training. */
  train: (_: BackendName, optimizer: keyof typeof optimizers) => trainSteps(eager as never, optimizer),
  /** What the demo's worker says of one clip, on some of its runtimes. */
  demoLogits: (_: BackendName, model: BundledModel, runtimes: readonly RuntimeName[]) => demoLogits(model, runtimes),
  /** Model 1 at the number of tokens that the paper's has. */
  runLongClip: (_: BackendName) => runLongClip(),
  /** Read a file of weights. */
  readWeights: async (_: BackendName, file: string) => summarizeWeights(await (await fetch(file)).blob()),
  /** Load a model of these sizes from a file. */
  loadModel: (_: BackendName, config: ModelConfig) => loadModel(config),
};

/** What a call left behind on its backend. */
export interface Leak {
  readonly tensors: number;
  readonly buffers: number;
}

/** Run one of the calls on a backend, and count what it leaves there. */
async function call<Name extends keyof typeof calls>(name: Name, ...words: Parameters<(typeof calls)[Name]>) {
  await openBackend(words[0]);
  const before = tf.memory();
  const result = await (calls[name] as (...all: unknown[]) => Promise<unknown>)(...words);
  const { numTensors, numDataBuffers } = tf.memory();
  const leak: Leak = { tensors: numTensors - before.numTensors, buffers: numDataBuffers - before.numDataBuffers };
  return { result, leak };
}

watchBuffers();
tf.enableProdMode();
Object.assign(globalThis, { call });
