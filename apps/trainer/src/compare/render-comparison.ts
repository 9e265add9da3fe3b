import * as Plot from "@observablehq/plot";
import { dataTable } from "../report/data-table.ts";
import { epochAxis } from "../report/epoch-axis.ts";
import { type CurvePoint, followRun, smoothCurve } from "../report/follow-run.ts";
import { duration, figure, percent } from "../report/format.ts";
import { html, type Markup, renderDocument } from "../report/html.ts";
import { pageHead } from "../report/page-head.ts";
import { plotChart } from "../report/plot-chart.ts";
import { compareRuns, type RunRow } from "./compare-runs.ts";
import type { ComparedRun } from "./read-run.ts";

/** Colors that stand out from each other and from a light and a dark page; more runs take them again, dashed. */
const colors = ["#2580dc", "#e2582a", "#2fa36b", "#a35bd0", "#c79a00", "#d6447f", "#3fb0c4", "#8a8f98"];

/** Write a page that lays runs over each other: loss, accuracy, speed, and the settings in which they differ. It needs nothing beside it. */
export function renderComparison(runs: readonly ComparedRun[]): string {
  const { runs: rows, differences } = compareRuns(runs);
  const title = `${runs.length} runs compared`;
  return renderDocument(html`<html lang="en">
    ${pageHead(title)}
    <body>
      <header><h1>${title}</h1><ul class="legend">${runs.map(({ name }, at) => html`<li>${swatch(at)}${name}</li>`)}</ul></header>
      <main>
        <section id="numbers"><h2>Numbers</h2>${dataTable("Runs in numbers", columns, rows)}</section>
        <section id="curves"><h2>Curves</h2><div class="charts">${curves(runs)}</div></section>
        <section id="differences"><h2>Settings that differ</h2>${differenceTable(rows, differences)}</section>
      </main>
    </body>
  </html>`);
}

/** As many digits as on the terminal: runs that are compared are often close. */
const loss = (value: number | undefined) => value?.toFixed(4) ?? "–";

const columns = [
  { label: "Run", cell: ({ name }: RunRow) => name },
  { label: "Epochs", cell: ({ epochs }: RunRow) => epochs, numeric: true },
  { label: "Steps", cell: ({ steps }: RunRow) => steps, numeric: true },
  { label: "Time", cell: ({ seconds }: RunRow) => duration(seconds), numeric: true },
  { label: "Last training loss", cell: ({ trainingLoss }: RunRow) => loss(trainingLoss), numeric: true },
  { label: "Least validation loss", cell: ({ validationLoss }: RunRow) => loss(validationLoss), numeric: true },
  { label: "Best top-1", cell: ({ bestTop1 }: RunRow) => percent(bestTop1 ?? Number.NaN), numeric: true },
  { label: "Final top-1", cell: ({ top1 }: RunRow) => percent(top1 ?? Number.NaN), numeric: true },
];

function curves(runs: readonly ComparedRun[]): Markup[] {
  const ofEpochs = (value: (epoch: ComparedRun["epochs"][number]) => number | undefined) =>
    runs.map(({ epochs }) =>
      epochs.flatMap((epoch) => {
        const y = value(epoch);
        return y === undefined || !Number.isFinite(y) ? [] : [{ x: epoch.epoch, y }];
      }),
    );
  const ofSteps = (value: (step: ComparedRun["steps"][number]) => number) =>
    runs.map(({ steps }) => smoothCurve(followRun(steps, value)));
  return [
    chart(
      "Training loss",
      runs,
      ofSteps(({ loss }) => loss),
    ),
    chart(
      "Validation loss",
      runs,
      ofEpochs(({ validationLoss }) => validationLoss),
    ),
    chart(
      "Top-1 on the validation clips",
      runs,
      ofEpochs(({ top1 }) => top1),
      [0, 1],
    ),
    chart(
      "Clips per second",
      runs,
      ofSteps(({ clipsPerSecond }) => clipsPerSecond),
    ),
  ];
}

function chart(
  title: string,
  runs: readonly ComparedRun[],
  lines: readonly (readonly CurvePoint[])[],
  domain?: [number, number],
): Markup {
  const top = domain?.[1] ?? 1.1 * Math.max(Number.MIN_VALUE, ...lines.flat().map(({ y }) => y));
  const ends = lines.map((line, at) => `${runs[at]!.name} ends at ${figure(line.at(-1)?.y)}`);
  const picture = plotChart(`${title} by epoch: ${ends.join("; ")}.`, {
    width: 560,
    height: 330,
    x: epochAxis(
      runs.flatMap(({ epochs }) => epochs),
      runs.flatMap(({ steps }) => steps),
    ),
    y: { label: null, domain: domain ?? [0, top], grid: true, ticks: 6, ...(domain ? { tickFormat: "%" } : {}) },
    marks: lines.flatMap((line, at) => [
      Plot.lineY(line, { x: "x", y: "y", stroke: color(at), strokeWidth: 2.5, strokeDasharray: dash(at) }),
      line.length === 1 ? Plot.dot(line, { x: "x", y: "y", fill: color(at), r: 4 }) : null,
    ]),
  });
  return html`<figure><figcaption><h3>${title}</h3></figcaption>${picture}</figure>`;
}

function differenceTable(rows: readonly RunRow[], differences: ReturnType<typeof compareRuns>["differences"]): Markup {
  if (differences.length === 0) return html`<p>None: the runs have the same recipe.</p>`;
  type Difference = (typeof differences)[number];
  return dataTable(
    "Settings that differ",
    [
      { label: "Setting", cell: ({ path }: Difference) => path },
      ...rows.map(({ name }, at) => ({ label: name, cell: ({ values }: Difference) => values[at] ?? "–" })),
    ],
    differences,
  );
}

function swatch(run: number): Markup {
  return html`<i class="line" style=${`border-top: 3px ${dash(run) ? "dashed" : "solid"} ${color(run)}`}></i>`;
}

function color(run: number): string {
  return colors[run % colors.length]!;
}

function dash(run: number): string | undefined {
  return run < colors.length ? undefined : "6 4";
}
