import { Command } from "commander";
import { type FetchedVideo, fetchVideo } from "../predict/fetch-video.ts";
import { followStreams } from "../predict/follow-streams.ts";
import { listInputs, type PredictInput } from "../predict/list-inputs.ts";
import { type Prediction, predictFiles } from "../predict/predict-files.ts";
import { showProgress } from "../progress.ts";
import { readModelDirectory, type SavedModel } from "../run/model-directory.ts";
import { openRuntime, type Runtime, type RuntimeName } from "../run/runtime.ts";
import { locateModel } from "../source/locate-model.ts";
import { UsageError } from "../usage-error.ts";
import { addRuntimeOptions, positiveInteger } from "./train.ts";

interface PredictOptions {
  readonly model: string;
  readonly top: number;
  readonly windows?: boolean;
  readonly every?: number;
  readonly csv?: boolean;
  readonly runtime: RuntimeName;
  readonly threads?: number;
  readonly json?: boolean;
}

/** `vivit predict FILE…`: name what videos show. */
export function predictCommand(): Command {
  const command = new Command("predict")
    .description("name what videos show: once each, or window by window as they run")
    .argument(
      "<inputs...>",
      "video files, folders of them, URLs; - for a stream that is piped in, camera:NAME, or a live URL such as rtsp://…",
    )
    .option("--model <dir>", "a trained model: its directory, or hf:owner/name", "runs/motions")
    .option("--top <n>", "classes to name", positiveInteger("--top"), 5)
    .option("--windows", "one row for each window, with its time; streams always do")
    .option("--every <seconds>", "from one window to the next; one behind the other unless given", positiveSeconds)
    .option("--csv", "print rows as CSV");
  return addRuntimeOptions(command).action(predict);
}

function positiveSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0) || seconds === Number.POSITIVE_INFINITY)
    throw new UsageError(`--every: expected seconds above 0, got ${text}`);
  return seconds;
}

async function predict(words: string[], options: PredictOptions): Promise<void> {
  if (options.csv && options.json) throw new UsageError("predict: expected --csv or --json, got both");
  const inputs = await listInputs(words);
  const saved = await readModelDirectory(await locateModel(options.model));
  for (const notice of saved.notices) process.stderr.write(`notice: ${notice}\n`);
  const runtime = await openRuntime(options.runtime, options.threads);
  const inWindows = options.windows || options.every !== undefined || options.csv;
  if (inWindows || inputs.some(({ kind }) => kind === "stream")) {
    const { failed } = await followStreams(runtime, saved, { ...options, inputs });
    if (failed) process.exitCode = 1;
    return;
  }
  await predictWhole(runtime, saved, inputs, options);
}

async function predictWhole(
  runtime: Runtime,
  saved: SavedModel,
  inputs: readonly PredictInput[],
  { top, json }: PredictOptions,
): Promise<void> {
  const results = await fetchAndPredict(runtime, saved, inputs, top);
  const failed = results.filter(({ failure }) => failure);
  process.stdout.write(json ? `${JSON.stringify(asPipeline(results))}\n` : results.map(describe).join(""));
  for (const { file, failure } of failed) process.stderr.write(`vivit: predict: ${file}: ${failure}\n`);
  if (failed.length > 0) process.exitCode = 1;
}

/** What is at a URL is fetched first and removed at the end; what cannot be fetched has failed, and the rest goes on. */
async function fetchAndPredict(
  runtime: Runtime,
  saved: SavedModel,
  inputs: readonly PredictInput[],
  top: number,
): Promise<Prediction[]> {
  const fetched = new Map<string, FetchedVideo | Error>();
  const progress = showProgress("predicting", inputs.length, "files");
  try {
    for (const { kind, name } of inputs)
      if (kind === "url") fetched.set(name, await fetchVideo(name).catch((error: Error) => error));
    const failures = inputs.filter(({ name }) => fetched.get(name) instanceof Error);
    const paths = inputs
      .filter((input) => !failures.includes(input))
      .map(({ name }) => [name, (fetched.get(name) as FetchedVideo | undefined)?.path ?? name] as const);
    const files = paths.map(([, path]) => path);
    const onFile = (done: number) => progress.update(done);
    const predictions = files.length > 0 ? await predictFiles(runtime, saved, files, top, onFile) : [];
    const byName = new Map(paths.map(([name], at) => [name, { ...predictions[at]!, file: name }]));
    return inputs.map(
      ({ name }) => byName.get(name) ?? { file: name, scores: [], failure: (fetched.get(name) as Error).message },
    );
  } finally {
    progress.stop();
    for (const video of fetched.values()) if (!(video instanceof Error)) await video.dispose();
  }
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
