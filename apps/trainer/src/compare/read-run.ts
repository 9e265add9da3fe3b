import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { recipeFields } from "../recipe/recipe-fields.ts";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";
import { checkpointFiles } from "../run/manifest.ts";
import { readSteps } from "../run/metrics-log.ts";
import { UsageError } from "../usage-error.ts";

/** A run as it lies on disk, finished or under way. */
export interface ComparedRun {
  readonly name: string;
  readonly steps: readonly StepRecord[];
  readonly epochs: readonly EpochRecord[];
  /** Settings by path, as JSON. */
  readonly settings: ReadonlyMap<string, string>;
  readonly seconds: number;
  /** Of the final evaluation, if the run has come so far. */
  readonly top1?: number;
}

/**
 * Read what a run has logged.
 *
 * @throws UsageError if the directory holds no run
 */
export async function readRun(directory: string): Promise<ComparedRun> {
  const state = await readJson(join(directory, checkpointFiles.state));
  if (!state)
    throw new UsageError(
      `compare: expected a run in ${directory}, found no ${checkpointFiles.state}; give directories such as runs/motions`,
    );
  const { recipe, epochs, seconds } = state as { recipe: never; epochs: EpochRecord[]; seconds: number };
  const results = (await readJson(join(directory, "results.json"))) as { top1?: number } | undefined;
  return {
    name: basename(resolve(directory)),
    steps: await readSteps(directory),
    epochs,
    settings: new Map(recipeFields(recipe).map(([path, value]) => [path, JSON.stringify(value)])),
    seconds,
    ...(results?.top1 === undefined ? {} : { top1: results.top1 }),
  };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    throw new Error(`compare: ${path} is not JSON: ${(error as Error).message}`);
  }
}
