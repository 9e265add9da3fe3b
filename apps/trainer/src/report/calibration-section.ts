import * as Plot from "@observablehq/plot";
import type { Calibration } from "@vivit/training";
import { count, percent } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { plotChart } from "./plot-chart.ts";

/** How sure the model is beside how often it is right: on the diagonal it knows what it knows. */
export function calibrationSection({ bins, expectedError, largestError, overconfidence }: Calibration): Markup {
  const filled = bins.filter(({ examples }) => examples > 0);
  const most = Math.max(...filled.map(({ examples }) => examples));
  const points = filled.map(({ confidence, accuracy, examples }) => ({
    x: confidence,
    y: accuracy,
    r: 3 + 9 * Math.sqrt(examples / most),
  }));
  const share = { domain: [0, 1], ticks: 5, tickFormat: (value: number) => `${Math.round(100 * value)} %` };
  const told = overconfidence > 0 ? "more sure than right" : "more right than sure";
  const summary = `Accuracy by confidence: expected calibration error ${percent(expectedError)}; ${filled.map(({ confidence, accuracy }) => `${percent(confidence)} sure, ${percent(accuracy)} right`).join("; ")}.`;
  const chart = plotChart(summary, {
    width: 420,
    height: 380,
    marginTop: 34,
    x: { label: "how sure", grid: true, ...share },
    y: { label: "how often right", grid: true, ...share },
    r: { type: "identity" },
    marks: [
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: "var(--guess)", strokeDasharray: "5 4" },
      ),
      Plot.link(points, { x1: "x", y1: "x", x2: "x", y2: "y", stroke: "var(--wrong)", strokeWidth: 2 }),
      Plot.dot(points, { x: "x", y: "y", r: "r", fill: "var(--validation)", fillOpacity: 0.75 }),
    ],
  });
  return html`<section id="calibration">
    <h2>Is it right as often as it says?</h2>
    <p>
      Each dot is the clips of one range of confidence, larger for more clips; on the dashed line it is right as often as it
      says. Expected calibration error ${percent(expectedError)}, largest ${percent(largestError)}, on average ${told} by${" "}
      ${percent(Math.abs(overconfidence))}; ${count(filled.reduce((sum, { examples }) => sum + examples, 0))} clips.
    </p>
    <figure class="square">${chart}</figure>
  </section>`;
}
