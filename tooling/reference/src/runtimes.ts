import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { eager } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import type { PrepareProgram, Strictness } from "./run-model-case.ts";

/** A way to run a model in Node. */
export interface Runtime {
  readonly backend: "cpu" | "wasm";
  readonly prepare: PrepareProgram;
  readonly strictness: Strictness;
}

/** Ways to run a model in Node: eagerly on a backend, or compiled. */
export const runtimes = {
  "eager on cpu": { backend: "cpu", prepare: eager, strictness: "own" },
  "eager on wasm": { backend: "wasm", prepare: eager, strictness: "backend" },
  compiled: { backend: "cpu", prepare: compile, strictness: "own" },
} as const satisfies Record<string, Runtime>;

/** Run something with another backend active, and go back to the one before. */
export async function onBackend<Result>(backend: Runtime["backend"], run: () => Promise<Result>): Promise<Result> {
  const before = tf.getBackend();
  // The CommonJS file, as everywhere on Node: it registers itself with the one copy of the core that the tests use.
  if (backend === "wasm") createRequire(import.meta.url)("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend(backend);
  try {
    return await run();
  } finally {
    await tf.setBackend(before);
  }
}
