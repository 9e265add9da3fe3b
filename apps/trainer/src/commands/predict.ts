import { Command } from "commander";
import { readModelDirectory } from "../run/model-directory.ts";
import { type Prediction, predictFiles } from "../run/predict-files.ts";
import { openRuntime, type RuntimeName } from "../run/runtime.ts";
import { locateModel } from "../source/locate-model.ts";
import { addRuntimeOptions, positiveInteger } from "./train.ts";

interface PredictOptions {
  readonly model: string;
  readonly top: number;
  readonly runtime: RuntimeName;
  readonly threads?: number;
  readonly json?: boolean;
}

/** `vivit predict FILE…`: name what videos show. */
export function predictCommand(): Command {
  const command = new Command("predict")
    .description("name what video files show")
    .argument("<files...>", "video files")
    .option("--model <dir>", "a trained model: its directory, or hf:owner/name", "runs/motions")
    .option("--top <n>", "classes to name", positiveInteger("--top"), 5);
  return addRuntimeOptions(command).action(predict);
}

async function predict(files: string[], options: PredictOptions): Promise<void> {
  const saved = await readModelDirectory(await locateModel(options.model));
  for (const notice of saved.notices) process.stderr.write(`notice: ${notice}\n`);
  const results = await predictFiles(await openRuntime(options.runtime, options.threads), saved, files, options.top);
  const failed = results.filter(({ failure }) => failure);
  process.stdout.write(options.json ? `${JSON.stringify(asPipeline(results))}\n` : results.map(describe).join(""));
  for (const { file, failure } of failed) process.stderr.write(`vivit: predict: ${file}: ${failure}\n`);
  if (failed.length > 0) process.exitCode = 1;
}

/** One list of `{label, score}` a file; just the list for a single file. Source: transformers `VideoClassificationPipeline`. */
function asPipeline(results: readonly Prediction[]) {
  const lists = results.map(({ scores, failure }) => (failure ? { error: failure } : scores));
  return lists.length === 1 ? lists[0] : lists;
}

function describe({ file, scores, failure }: Prediction): string {
  if (failure) return "";
  return `${file}\n${scores.map(({ label, score }) => `  ${(100 * score).toFixed(1).padStart(5)} %  ${label}\n`).join("")}`;
}
