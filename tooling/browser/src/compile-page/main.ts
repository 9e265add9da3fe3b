import * as tf from "@tensorflow/tfjs-core";
import { compile } from "@vivit/compile/web";
import { trainSteps } from "@vivit/reference/training";
import { largestBuffer, watchBuffers } from "../page/largest-buffer.ts";
import { runAttention, type Seen } from "./run-attention.ts";
import "@tensorflow/tfjs";

/** One list of values for each call of `console.log`. */
const said: unknown[][] = [];

/** What the README's example says. */
async function runExample(): Promise<unknown[][]> {
  const log = console.log;
  console.log = (...words: unknown[]) => void said.push(words);
  try {
    await import("./example.js?readme");
  } finally {
    console.log = log;
  }
  return said;
}

/** Train a model with everything on, compiled for a provider. */
async function train(provider: "wasm" | "webgpu", threads: number) {
  await tf.setBackend("cpu");
  const prepare = (fn: never, inputs: never, options?: object) =>
    compile(fn, inputs, { ...options, threads, executionProviders: [provider] });
  return trainSteps(prepare as never, "AdamW");
}

/** Attention of so many tokens, compiled for both providers: how far they differ, and bytes of the largest buffer on the GPU. */
async function compareAttention(tokens: number, seen: Seen) {
  await tf.setBackend("cpu");
  const [onWasm, onGpu] = [await runAttention("wasm", tokens, seen), await runAttention("webgpu", tokens, seen)];
  const difference = Math.max(...onGpu.map((value, at) => Math.abs(value - onWasm[at]!)));
  return { difference, largestBuffer: largestBuffer() };
}

watchBuffers();

/** What the test calls. */
export const calls = { runExample, train, compareAttention };
Object.assign(globalThis, { calls });
