import { accuracyChart } from "./accuracy-chart.ts";
import { type Column, dataTable } from "./data-table.ts";
import { count, figure, percent } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { lossChart } from "./loss-chart.ts";
import type { EpochRecord, RunReport } from "./run-report.ts";
import { stepCharts } from "./step-charts.ts";

/** How it learned: curves, and a table with the same numbers. */
export function learningSection(report: RunReport): Markup {
  const { epochs } = report;
  if (epochs.length === 0 && report.steps.length === 0)
    return html`<section id="learning"><h2>Learning</h2><p>No step of training was recorded.</p></section>`;
  return html`<section id="learning">
    <h2>Learning</h2>
    <div class="charts">
      ${lossChart(report)}
      ${epochs.some(({ top1 }) => top1 !== undefined) && accuracyChart(report)}
    </div>
    <div class="charts small">${stepCharts(report)}</div>
    <details>
      <summary>Table by epoch</summary>
      ${dataTable("Training and validation by epoch", epochColumns(epochs), epochs)}
    </details>
  </section>`;
}

function epochColumns(epochs: readonly EpochRecord[]): Column<EpochRecord>[] {
  const share = (value: number | undefined) => (value === undefined ? "–" : percent(value));
  const columns: Column<EpochRecord>[] = [
    { label: "Epoch", cell: ({ epoch }) => epoch },
    { label: "Training loss", cell: ({ trainingLoss }) => figure(trainingLoss) },
    { label: "Validation loss", cell: ({ validationLoss }) => figure(validationLoss) },
    { label: "Top-1", cell: ({ top1 }) => share(top1) },
    ...(epochs.some(({ top5 }) => top5 !== undefined)
      ? [{ label: "Top-5", cell: ({ top5 }: EpochRecord) => share(top5) }]
      : []),
    { label: "Clips/s", cell: ({ clipsPerSecond }) => count(clipsPerSecond) },
    { label: "Waiting for data", cell: ({ waitingShare }) => percent(waitingShare) },
  ];
  return columns.map((column) => ({ ...column, numeric: true }));
}
