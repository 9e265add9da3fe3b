import * as Plot from "@observablehq/plot";
import { epochAxis } from "./epoch-axis.ts";
import { percent } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { plotChart } from "./plot-chart.ts";
import type { EpochRecord, RunReport } from "./run-report.ts";

/** Validation accuracy after each epoch, between guessing and all right. */
export function accuracyChart({ steps, epochs, evaluation, control }: RunReport): Markup {
  const top1 = curve(epochs, "top1");
  const top5 = curve(epochs, "top5");
  const dots = epochs.length > 60 ? 0 : 4;

  const chart = plotChart(summarize(top1, evaluation.chance), {
    width: 560,
    height: 330,
    x: epochAxis(epochs, steps),
    y: {
      label: null,
      domain: [0, 1],
      grid: true,
      ticks: 5,
      tickFormat: (share: number) => `${Math.round(100 * share)} %`,
    },
    marks: [
      Plot.ruleY([evaluation.chance], { stroke: "var(--guess)", strokeDasharray: "5 4" }),
      ...(control
        ? [Plot.ruleY([control.top1], { stroke: "var(--control)", strokeWidth: 2, strokeDasharray: "2 4" })]
        : []),
      Plot.lineY(top5, { x: "x", y: "y", stroke: "var(--validation)", strokeOpacity: 0.45, strokeWidth: 2 }),
      Plot.dot(top5, { x: "x", y: "y", fill: "var(--validation)", fillOpacity: 0.45, r: dots / 2 }),
      Plot.lineY(top1, { x: "x", y: "y", stroke: "var(--validation)", strokeWidth: 2.5 }),
      Plot.dot(top1, { x: "x", y: "y", fill: "var(--validation)", r: dots }),
    ],
  });
  return html`<figure>
    <figcaption>
      <h3>Validation accuracy</h3>
      <p>The share of unseen clips it names correctly, after each epoch: it should rise.</p>
      ${legend(evaluation.chance, control, top5.length > 0)}
    </figcaption>
    ${chart}
  </figure>`;
}

function legend(chance: number, control: RunReport["control"], hasTop5: boolean): Markup {
  return html`<ul class="legend">
    <li><i class="line dotted validation"></i>top-1</li>
    ${hasTop5 && html`<li><i class="line validation pale"></i>among the top 5</li>`}
    <li><i class="line dashed guess"></i>guessing (${percent(chance)})</li>
    ${control && html`<li><i class="line dashed control"></i>${control.title} (${percent(control.top1)})</li>`}
  </ul>`;
}

function curve(epochs: readonly EpochRecord[], name: "top1" | "top5") {
  return epochs.flatMap(({ epoch, [name]: y }) => (y === undefined ? [] : [{ x: epoch, y }]));
}

function summarize(top1: readonly { y: number }[], chance: number): string {
  if (top1.length === 0) return `Validation accuracy by epoch: none recorded; guessing ${percent(chance)}.`;
  return `Validation accuracy by epoch: top-1 from ${percent(top1[0]!.y)} to ${percent(top1.at(-1)!.y)}; guessing ${percent(chance)}. The numbers are in the table by epoch.`;
}
