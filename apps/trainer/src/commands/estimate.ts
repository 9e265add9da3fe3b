import { styleText } from "node:util";
import { type ModelConfig, type PresetName, preset } from "@vivit/models";
import { Command, Option } from "commander";
import { describeEstimate } from "../estimate/describe-estimate.ts";
import { estimateModel } from "../estimate/estimate-model.ts";
import { openRuntime } from "../run/runtime.ts";
import { UsageError } from "../usage-error.ts";
import { positiveInteger } from "./train.ts";

interface EstimateOptions {
  readonly frames?: number;
  readonly resolution?: number;
  readonly height?: number;
  readonly width?: number;
  readonly classes?: number;
  readonly batch: number;
  readonly training?: boolean;
  readonly checkpointing?: boolean;
  readonly optimizer: "momentum" | "adamw";
  readonly time: boolean;
  readonly threads?: number;
  readonly json?: boolean;
}

/** `vivit estimate NAME`: what a model costs before it exists. */
export function estimateCommand(): Command {
  const whole = positiveInteger;
  return new Command("estimate")
    .description("print a model's parameters, arithmetic, memory, and seconds on this machine")
    .argument("<name>", "a model, such as vivit-b-16x2 or vivit-l-16x2-fe")
    .option("--frames <n>", "frames of a clip; 32 unless given", whole("--frames"))
    .option("--resolution <pixels>", "height and width; 224 unless given", whole("--resolution"))
    .option("--height <pixels>", "height alone", whole("--height"))
    .option("--width <pixels>", "width alone", whole("--width"))
    .option("--classes <n>", "classes; 400 unless given", whole("--classes"))
    .option("--batch <n>", "clips in one call", whole("--batch"), 1)
    .option("--training", "training alone, without the forward pass")
    .option("--checkpointing", "compute each block again for its gradient, which takes less memory and more time")
    .addOption(new Option("--optimizer <name>", "what trains").choices(["momentum", "adamw"]).default("momentum"))
    .option("--no-time", "time nothing")
    .option("--threads <n>", "processor threads; all unless given", whole("--threads"))
    .option("--json", "print the result as JSON")
    .action(estimate);
}

async function estimate(name: string, options: EstimateOptions): Promise<void> {
  const { batch, training = false, optimizer, time, threads, json } = options;
  const config = configOf(name, options);
  if (time && process.stderr.isTTY) process.stderr.write("timing one block of each encoder, some seconds\n");
  const runtime = time ? await openRuntime("native", threads) : undefined;
  const result = await estimateModel(name, config, { batch, training, optimizer, ...(runtime ? { runtime } : {}) });
  const isStyled = process.stdout.isTTY && !process.env.NO_COLOR;
  const emphasize = (text: string) => (isStyled ? styleText("bold", text) : text);
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : describeEstimate(result, emphasize));
}

function configOf(
  name: string,
  { frames, resolution, height, width, classes, checkpointing }: EstimateOptions,
): ModelConfig {
  const sizes = { frames, height: height ?? resolution, width: width ?? resolution, classes };
  const given = Object.fromEntries(Object.entries(sizes).filter(([, value]) => value !== undefined));
  try {
    return preset(name as PresetName, { ...given, ...(checkpointing ? { gradientCheckpointing: true } : {}) });
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error; // a name that no model has
  }
}
