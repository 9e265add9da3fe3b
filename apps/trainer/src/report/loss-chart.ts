import * as Plot from "@observablehq/plot";
import { max } from "d3-array";
import { epochAxis } from "./epoch-axis.ts";
import { followRun, smoothCurve, thinCurve } from "./follow-run.ts";
import { figure } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { plotChart } from "./plot-chart.ts";
import type { RunReport } from "./run-report.ts";

/** Loss over the epochs: each training step, their course, and the validation clips. */
export function lossChart({ steps, epochs, data }: RunReport): Markup {
  const every = followRun(steps, ({ loss }) => loss);
  const perEpoch = epochs.map(({ epoch, trainingLoss }) => ({ x: epoch, y: trainingLoss }));
  const course = every.length > 0 ? smoothCurve(every) : perEpoch.filter(({ y }) => Number.isFinite(y));
  const validation = epochs
    .map(({ epoch, validationLoss }) => ({ x: epoch, y: validationLoss ?? Number.NaN }))
    .filter(({ y }) => Number.isFinite(y));
  const guessing = Math.log(data.classes.length); // cross-entropy of equal scores
  const top = 1.1 * (max([guessing, ...course.map(({ y }) => y), ...validation.map(({ y }) => y)]) ?? 1);
  const raw = thinCurve(every).map(({ x, y }) => ({ x, y: Math.min(y, top) }));

  const chart = plotChart(summarize(course, validation, guessing), {
    width: 560,
    height: 330,
    x: epochAxis(epochs, steps),
    y: { label: null, domain: [0, top], grid: true, ticks: 6 },
    marks: [
      Plot.lineY(raw, { x: "x", y: "y", stroke: "var(--training)", strokeOpacity: 0.3, strokeWidth: 1 }),
      Plot.ruleY([guessing], { stroke: "var(--guess)", strokeDasharray: "5 4" }),
      Plot.lineY(course, { x: "x", y: "y", stroke: "var(--training)", strokeWidth: 2.5 }),
      Plot.lineY(validation, { x: "x", y: "y", stroke: "var(--validation)", strokeWidth: 2.5 }),
      Plot.dot(validation, { x: "x", y: "y", fill: "var(--validation)", r: epochs.length > 60 ? 0 : 4 }),
    ],
  });
  return html`<figure>
    <figcaption>
      <h3>Loss</h3>
      <p>How wrong and unsure the model is: it should fall, and the two curves stay together.</p>
      <ul class="legend">
        <li><i class="line training"></i>training${every.length > 0 ? " (pale: each step)" : ""}</li>
        <li><i class="line dotted validation"></i>validation</li>
        <li><i class="line dashed guess"></i>guessing (${figure(guessing)})</li>
      </ul>
    </figcaption>
    ${chart}
  </figure>`;
}

type Points = readonly { readonly x: number; readonly y: number }[];

function summarize(course: Points, validation: Points, guessing: number): string {
  const ends = (name: string, points: Points) =>
    points.length > 0 ? ` ${name} from ${figure(points[0]!.y)} to ${figure(points.at(-1)!.y)};` : "";
  return `Loss by epoch:${ends("training", course)}${ends("validation", validation)} guessing ${figure(guessing)}. The numbers are in the table by epoch.`;
}
