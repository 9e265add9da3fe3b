import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { type Comparison, compareRuns } from "../compare/compare-runs.ts";
import { readRun } from "../compare/read-run.ts";
import { renderComparison } from "../compare/render-comparison.ts";
import { textTable } from "../estimate/text-table.ts";
import { UsageError } from "../usage-error.ts";

interface CompareOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `vivit compare RUN…`: lay runs over each other, finished or under way. */
export function compareCommand(): Command {
  return new Command("compare")
    .description("lay runs over each other: a table, and a page with their curves")
    .argument("<run...>", "directories of runs, such as runs/motions")
    .option("--out <file>", "the page to write", "comparison.html")
    .option("--json", "print the comparison as JSON")
    .action(compare);
}

async function compare(directories: readonly string[], { out, json }: CompareOptions): Promise<void> {
  if (directories.length < 2)
    throw new UsageError(`compare: expected two runs or more, got ${directories.length}; give their directories`);
  const runs = await Promise.all(directories.map(readRun));
  await writeFile(out, renderComparison(runs));
  const comparison = compareRuns(runs);
  process.stdout.write(json ? `${JSON.stringify({ ...comparison, page: out })}\n` : describe(comparison, out));
}

function describe({ runs, differences }: Comparison, page: string): string {
  const number = (value: number | undefined) => value?.toFixed(4) ?? "-";
  const share = (value: number | undefined) => (value === undefined ? "-" : `${(100 * value).toFixed(1)} %`);
  const table = textTable([
    ["run", "epochs", "seconds", "training loss", "validation loss", "best top-1", "final top-1"],
    ...runs.map((run) => [
      run.name,
      String(run.epochs),
      run.seconds.toFixed(0),
      number(run.trainingLoss),
      number(run.validationLoss),
      share(run.bestTop1),
      share(run.top1),
    ]),
  ]);
  const settings = differences.map(({ path, values }) => `${path}: ${values.map((value) => value ?? "-").join(", ")}`);
  return [table, "", ...(settings.length > 0 ? settings : ["the same recipe"]), `page ${page}`, ""].join("\n");
}
