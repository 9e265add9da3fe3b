import { motionClasses } from "@vivit/datasets";
import { countFlops, countParameters } from "@vivit/models";
import { alignCells } from "../estimate/text-table.ts";
import { modelConfigOf } from "../recipe/model-config.ts";
import { type AblationResults, runsOf } from "./ablation-results.ts";
import type { AblationRow, AblationTable } from "./ablation-table.ts";
import { isApart, type Spread, spreadOf } from "./spread.ts";
import { recipeOf } from "./train-row.ts";

/** Accuracy of a row over its seeds, in per cent, with one number of views; undefined before its first run. */
export function accuracyOf(
  table: AblationTable,
  row: AblationRow,
  results: AblationResults,
  views: number,
): Spread | undefined {
  const runs = runsOf(table, row, results).filter(({ top1 }) => `${views}` in top1);
  return spreadOf(runs.map(({ top1 }) => 100 * top1[views]!));
}

/** A table as lines of text, for the terminal and the page: Markdown with its columns aligned. */
export function describeTable(table: AblationTable, results: AblationResults): string {
  const claims = claimLines(table, results).map((line) => `- ${line}`);
  return [...alignedLines(tableCells(table, results)), ...(claims.length > 0 ? ["", ...claims] : [])].join("\n");
}

/** Rows of Markdown, the first column to the left, numbers to the right; the first row is the heading. */
function alignedLines(rows: readonly (readonly string[])[]): string[] {
  const [head, ...rest] = alignCells(rows);
  const rule = head!.map(({ length }, column) => (column === 0 ? "-".repeat(length) : `${"-".repeat(length - 1)}:`));
  return [head!, rule, ...rest].map((cells) => `| ${cells.join(" | ")} |`);
}

function tableCells(table: AblationTable, results: AblationResults): string[][] {
  const { views, rows, paperColumns, costs } = table;
  const head = [
    "",
    ...(costs ? ["parameters", "M multiply-adds", "ms a clip"] : []),
    ...views.map((count) => `top-1 %, ${count} ${count === 1 ? "view" : "views"}`),
    "seeds",
    ...paperColumns.map((column) => `paper: ${column}`),
  ];
  return [head, ...rows.map((row) => rowCells(table, row, results))];
}

function rowCells(table: AblationTable, row: AblationRow, results: AblationResults): string[] {
  const { views, paperColumns, costs } = table;
  const spreads = views.map((count) => accuracyOf(table, row, results, count));
  return [
    row.title,
    ...(costs ? costCells(table, row, results) : []),
    ...spreads.map((spread) => (spread ? meanWithSpread(spread) : "not run")),
    `${spreads[0]?.count ?? 0}`,
    ...paperColumns.map((column) => row.paper[column]?.toFixed(1) ?? ""),
  ];
}

function costCells(table: AblationTable, row: AblationRow, { milliseconds }: AblationResults): string[] {
  const model = modelConfigOf(recipeOf(table, row, 0), { classes: motionClasses });
  return [
    countParameters(model).toLocaleString("en-US"),
    (countFlops(model).multiplyAdds / 1e6).toFixed(1),
    milliseconds?.[row.name]?.toFixed(2) ?? "",
  ];
}

function meanWithSpread({ mean, deviation }: Spread): string {
  return deviation === undefined ? mean.toFixed(1) : `${mean.toFixed(1)} ± ${deviation.toFixed(1)}`;
}

/** What was expected, and whether it came out so with the most views. */
function claimLines(table: AblationTable, results: AblationResults): string[] {
  const views = table.views.at(-1)!;
  const spread = (name: string) => {
    const row = table.rows.find((other) => other.name === name)!;
    return accuracyOf(table, row, results, views);
  };
  return table.claims.flatMap(({ better, worse, says }) => {
    const [above, below] = [spread(better), spread(worse)];
    if (!above || !below) return [];
    const numbers = `${range(above)} against ${range(below)}`;
    const apart = isApart(above, below) ? "outside the seeds' spread" : "not outside the seeds' spread";
    return [`${says}: ${above.mean > below.mean ? "yes" : "no"}, ${numbers}, ${apart}.`];
  });
}

function range({ lowest, highest }: Spread): string {
  return `${lowest.toFixed(1)} to ${highest.toFixed(1)} %`;
}
