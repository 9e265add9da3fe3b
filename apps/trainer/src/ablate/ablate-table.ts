import type { ClipIndex } from "@vivit/datasets";
import { showProgress } from "../progress.ts";
import type { Runtime } from "../run/runtime.ts";
import { type AblationResults, readResults, writeResults } from "./ablation-results.ts";
import type { AblationTable } from "./ablation-table.ts";
import { describeTable } from "./describe-table.ts";
import { missingRuns, runTable } from "./run-table.ts";
import { timeRows } from "./time-rows.ts";
import { recipeOf } from "./train-row.ts";
import { resultsPath, writePage } from "./write-page.ts";

/** A table to run, and where to. */
export interface AblateTable {
  readonly table: AblationTable;
  readonly index: ClipIndex;
  readonly runtime: Runtime;
  readonly seeds: number;
  readonly page: string;
  readonly runs: string;
}

/**
 * Run what is missing of a table, showing how far it is, and write the page after every run: whatever stops it, the runs that
 * are done are kept.
 */
export async function ablateTable(given: AblateTable): Promise<{ results: AblationResults; text: string }> {
  const { table, index, runtime, seeds, page, runs } = given;
  const path = resultsPath(page, table.name);
  let results = await readResults(path, table);
  const keep = async (changed: AblationResults) => {
    results = changed;
    await writeResults(path, results);
    await writePage(page);
  };
  const missing = missingRuns(table, results, seeds);
  const epochs = missing.map(({ row, seed }) => recipeOf(table, row, seed).train.epochs);
  const progress = showProgress(table.name, Math.max(1, sum(epochs)), "epochs");
  let done = 0;
  try {
    await runTable({
      table,
      index,
      seeds,
      runtime,
      runs,
      results,
      say: (line) => process.stderr.write(`${line}\n`),
      onRun: (run) => keep({ ...results, runs: [...results.runs.filter((other) => !isSame(run, other)), run] }),
      onEpoch: ({ row, seed, trainingLoss }) =>
        progress.update(++done, { row, seed: `${seed}`, loss: trainingLoss.toFixed(3) }),
    });
    if (table.costs && !results.milliseconds) await keep({ ...results, ...(await timeRows(table, runtime)) });
  } finally {
    progress.stop();
  }
  await writePage(page);
  return { results, text: describeTable(table, results) };
}

function isSame(run: { row: string; seed: number }, other: { row: string; seed: number }): boolean {
  return run.row === other.row && run.seed === other.seed;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
