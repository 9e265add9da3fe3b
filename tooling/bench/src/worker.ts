import { availableParallelism } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { eager, type Program } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import type { ModelConfig } from "@vivit/models";
import { Command, Option } from "commander";
import { serve } from "./serve.ts";
import { batchOf, benchModel, benchParameters, benchVideo, forwardOf, trainingOf } from "./work.ts";

tf.enableProdMode(); // silences the advice to install tfjs-node
await tf.setBackend("cpu");

const { work, model, runtime, gradientCheckpointing } = new Command()
  .addOption(new Option("--work <work>").choices(["forward", "train"]).makeOptionMandatory())
  .addOption(new Option("--runtime <runtime>").choices(["native", "tfjs-wasm"]).default("native"))
  .option("--gradient-checkpointing")
  .requiredOption("--model <name>", "a preset, or tiny")
  .parse()
  .opts<{ work: string; model: string; runtime: string; gradientCheckpointing?: boolean }>();

const config: ModelConfig = { ...benchModel(model), gradientCheckpointing };
const threads = availableParallelism();
if (runtime === "tfjs-wasm") {
  await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
}
const about = runtime === "native" ? "@vivit/compile" : "TensorFlow.js on WebAssembly";
await serve(about, work === "forward" ? await forward() : await training());

async function forward(): Promise<() => Promise<unknown>> {
  const inputs = { video: benchVideo(config, batchOf(model)), params: benchParameters(config) };
  const fn = forwardOf(config) as never;
  const program = runtime === "native" ? await compile(fn, inputs, { threads }) : eager(fn, inputs);
  return () => program.run(inputs as never);
}

/** The program has a copy of the state; ours is free to go. */
async function training(): Promise<() => Promise<unknown>> {
  const { step, state, rest } = trainingOf(config, batchOf(model));
  const inputs = { state, ...rest };
  const program =
    runtime === "native"
      ? await compile(step as never, inputs, { carry: "state", threads })
      : eager(step as never, inputs, { carry: "state" });
  return runStep(program as never, rest);
}

function runStep(program: Program<unknown, unknown, "state">, rest: object): () => Promise<unknown> {
  return () => program.step(rest as never);
}
