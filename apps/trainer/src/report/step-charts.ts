import * as Plot from "@observablehq/plot";
import { max, median, min } from "d3-array";
import { epochAxis } from "./epoch-axis.ts";
import { followRun, smoothCurve, thinCurve } from "./follow-run.ts";
import { figure } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { plotChart } from "./plot-chart.ts";
import type { RunReport, StepRecord } from "./run-report.ts";

interface Quantity {
  readonly title: string;
  readonly meaning: string;
  readonly value: (step: StepRecord) => number;
  /** Draw each step palely behind the course; a schedule has no noise and is drawn as it is. */
  readonly noisy: boolean;
}

const quantities: readonly Quantity[] = [
  { title: "Learning rate", meaning: "how far each step goes", value: (step) => step.learningRate, noisy: false },
  {
    title: "Gradient norm",
    meaning: "how strongly each step pulls, before clipping",
    value: (step) => step.gradientNorm,
    noisy: true,
  },
  { title: "Clips per second", meaning: "speed of training", value: (step) => step.clipsPerSecond, noisy: true },
];

/** Small charts of what each training step recorded beside its loss; nothing if no step was recorded. */
export function stepCharts(report: RunReport): Markup {
  return quantities.flatMap((quantity) => stepChart(report, quantity));
}

function stepChart({ steps, epochs }: RunReport, { title, meaning, value, noisy }: Quantity): Markup {
  const every = followRun(steps, value);
  if (every.length === 0) return [];
  const values = every.map(({ y }) => y);
  const outline = thinCurve(every);
  const course = noisy ? smoothCurve(every) : outline;
  const top = 1.15 * Math.max(max(course, ({ y }) => y)!, Number.MIN_VALUE);
  const raw = outline.map(({ x, y }) => ({ x, y: Math.min(y, top) }));
  const range = `${figure(min(values))} to ${figure(max(values))}`;
  const facts = noisy ? `${range}, median ${figure(median(values))}` : range;
  const chart = plotChart(`${title} by epoch: ${facts}.`, {
    width: 400,
    height: 230,
    x: epochAxis(epochs, steps),
    y: { label: null, domain: [0, top], grid: true, ticks: 4, tickFormat: noisy ? "~r" : shortPower },
    marks: [
      noisy ? Plot.lineY(raw, { x: "x", y: "y", stroke: "var(--training)", strokeOpacity: 0.3 }) : null,
      Plot.lineY(course, { x: "x", y: "y", stroke: "var(--training)", strokeWidth: 2.5 }),
    ],
  });
  return html`<figure>
    <figcaption><h3>${title}</h3><p>${meaning}: ${facts}</p></figcaption>
    ${chart}
  </figure>`;
}

/** `0.0008` → `8e-4`: learning rates are small. */
function shortPower(value: number): string {
  return value === 0 ? "0" : Number(value.toPrecision(3)).toExponential();
}
