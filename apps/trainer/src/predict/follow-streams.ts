import { DecodeError } from "@vivit/datasets/node";
import { stringify } from "csv-stringify/sync";
import { type Classifier, prepareClassifier } from "../run/classifier.ts";
import { exitCodeOf, watchInterruption } from "../run/interruption.ts";
import type { SavedModel } from "../run/model-directory.ts";
import type { Runtime } from "../run/runtime.ts";
import { headRanges } from "../run/score-clips.ts";
import type { PredictInput } from "./list-inputs.ts";
import { predictWindows, type WindowPrediction } from "./predict-windows.ts";
import { describeWindow, printLine, windowCells } from "./print-windows.ts";

/** What to follow, and how to print it. */
export interface StreamsToFollow {
  readonly inputs: readonly PredictInput[];
  readonly every?: number;
  readonly top: number;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/**
 * Print a row for each window of each input, as they come. A signal ends it between two windows; a reader that goes away ends
 * it as well.
 *
 * @returns whether an input did not open or decode; the others go on
 */
export async function followStreams(
  runtime: Runtime,
  saved: SavedModel,
  streams: StreamsToFollow,
): Promise<{ failed: boolean }> {
  const { spatialViews, range } = saved.preprocessing;
  const classifier = await prepareClassifier(runtime, saved.model, saved.parameters, spatialViews, range);
  const stop = new AbortController();
  const watch = watchInterruption(() => stop.abort());
  const leave = () => stop.abort();
  process.stdout.on("error", leave);
  let failed = false;
  try {
    if (streams.csv) await printLine(row(csvHeader(saved, streams.top)));
    for (const { name } of streams.inputs)
      if (!stop.signal.aborted) failed = !(await follow(name, classifier, saved, streams, stop.signal)) || failed;
  } finally {
    process.stdout.off("error", leave);
    watch.stop();
    await classifier.dispose();
  }
  if (watch.signal) process.exitCode = exitCodeOf(watch.signal);
  return { failed };
}

/** Print the windows of one input; false, and the reason on stderr, if it does not open or decode. */
async function follow(
  source: string,
  classifier: Classifier,
  saved: SavedModel,
  { inputs, every, top, csv, json }: StreamsToFollow,
  signal: AbortSignal,
): Promise<boolean> {
  if (!csv && !json && inputs.length > 1) await printLine(source);
  const settings = { source, top, signal, ...(every === undefined ? {} : { every }) };
  try {
    await printWindows(predictWindows(classifier, saved, settings), (window) =>
      json ? JSON.stringify(window) : csv ? row(windowCells(window)) : describeWindow(window),
    );
    return true;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    process.stderr.write(`vivit: predict: ${source}: ${error.message}\n`);
    return false;
  }
}

async function printWindows(
  windows: AsyncIterable<WindowPrediction>,
  write: (window: WindowPrediction) => string,
): Promise<void> {
  for await (const window of windows) if (!(await printLine(write(window)))) return;
}

function csvHeader({ model }: SavedModel, top: number): string[] {
  const named = headRanges(model).flatMap(({ name, begin, end }) =>
    Array.from({ length: Math.min(top, end - begin) }, (_, at) => [
      `${name} class ${at + 1}`.trim(),
      `${name} probability ${at + 1}`.trim(),
    ]),
  );
  return ["file", "start", "end", ...named.flat()];
}

function row(cells: readonly (string | number)[]): string {
  return stringify([[...cells]]).trimEnd();
}
