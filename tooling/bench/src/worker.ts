import { availableParallelism } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { eager, type Program } from "@vivit/compile";
import { compile as compileNative } from "@vivit/compile/node";
import { compile as compileForWeb } from "@vivit/compile/web";
import type { ModelConfig } from "@vivit/models";
import { Command, Option } from "commander";
import { serve } from "./serve.ts";
import { batchOf, benchModel, benchParameters, benchVideo, forwardOf, trainingOf } from "./work.ts";

tf.enableProdMode(); // silences the advice to install tfjs-node
await tf.setBackend("cpu");

const { work, model, runtime, precision, gradientCheckpointing, keepMemory } = new Command()
  .addOption(new Option("--work <work>").choices(["forward", "train"]).makeOptionMandatory())
  .addOption(new Option("--runtime <runtime>").choices(["native", "web", "tfjs-wasm"]).default("native"))
  .addOption(new Option("--precision <precision>", "of frozen weights").choices(["float32", "int8"]).default("float32"))
  .option("--gradient-checkpointing")
  .option("--no-keep-memory", "less memory for a little time")
  .requiredOption("--model <name>", "a preset, or tiny")
  .parse()
  .opts<Options>();

const config: ModelConfig = { ...benchModel(model), gradientCheckpointing };
const threads = availableParallelism();
if (runtime === "tfjs-wasm") {
  await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
}
const names = {
  native: "@vivit/compile",
  web: "@vivit/compile in WebAssembly",
  "tfjs-wasm": "TensorFlow.js on WebAssembly",
};
await serve(names[runtime], work === "forward" ? await forward() : await training());

/** The forward pass, its weights frozen where they can be. */
async function forward(): Promise<() => Promise<unknown>> {
  const inputs = { video: benchVideo(config, batchOf(model)), params: benchParameters(config) };
  const program = await start(forwardOf(config), inputs, { freeze: "params", precision });
  const { video } = inputs;
  return () => program.run((runtime === "tfjs-wasm" ? inputs : { video }) as never);
}

/** The program has a copy of the state; ours is free to go. */
async function training(): Promise<() => Promise<unknown>> {
  const { step, state, rest } = trainingOf(config, batchOf(model));
  return runStep(await start(step, { state, ...rest }, { carry: "state", keepMemory }), rest);
}

function runStep(program: Program<unknown, unknown, "state">, rest: object): () => Promise<unknown> {
  return () => program.step(rest as never);
}

function start(fn: unknown, inputs: object, options: object): Promise<Program<unknown, unknown, "state">> {
  if (runtime === "tfjs-wasm") return Promise.resolve(eager(fn as never, inputs, options)) as never;
  if (runtime === "native") return compileNative(fn as never, inputs, { ...options, threads }) as never;
  return compileForWeb(fn as never, inputs, { ...options, threads, module: import("onnxruntime-web") }) as never;
}

interface Options {
  readonly work: "forward" | "train";
  readonly model: string;
  readonly runtime: keyof typeof names;
  readonly precision: "float32" | "int8";
  readonly gradientCheckpointing?: boolean;
  readonly keepMemory: boolean;
}
