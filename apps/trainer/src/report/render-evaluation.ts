import type { Calibration } from "@vivit/training";
import { accuracyInterval } from "./accuracy-interval.ts";
import { calibrationSection } from "./calibration-section.ts";
import { classSection } from "./class-section.ts";
import { clipSection } from "./clip-section.ts";
import { figure, instant, percent } from "./format.ts";
import { html, renderDocument } from "./html.ts";
import { pageHead } from "./page-head.ts";
import type { ControlResult, EvaluationSummary, JudgedClip } from "./run-report.ts";

/** Everything that the page of an evaluation shows. Plain data; accuracies in [0, 1]. */
export interface EvaluationPage {
  /** Which model, or which files of scores. */
  readonly name: string;
  readonly data: string;
  readonly split?: string;
  /** The command, as typed. */
  readonly command: string;
  readonly finished: Date;
  readonly classes: readonly string[];
  readonly clips: number;
  readonly loss: number;
  readonly evaluation: EvaluationSummary;
  readonly heads?: readonly { readonly name: string; readonly top1: number; readonly top5?: number }[];
  readonly meanAveragePrecision?: number;
  readonly control?: ControlResult;
  readonly calibration?: Calibration;
  readonly worst: readonly JudgedClip[];
}

/** Write the page of an evaluation as one HTML document that needs nothing beside it; every name is escaped. */
export function renderEvaluation(page: EvaluationPage): string {
  const { name, data, split, finished, command, classes, evaluation, calibration, worst } = page;
  const frames = "The clips where it gave the true class the least. Frames from first to last, left to right.";
  const glow = worst.some(({ attention }) => attention)
    ? " Below them what the model saw: what counted for its answer glows (attention rollout)."
    : "";
  return renderDocument(html`<html lang="en">
    ${pageHead(`${name} · evaluation`)}
    <body>
      <header>
        <h1>${name}</h1>
        <p>
          evaluated on <span class="path">${data}</span>${split ? ` (${split})` : ""} ·${" "}
          <time datetime=${finished.toISOString()}>${instant(finished)}</time>
        </p>
      </header>
      <main>
        <section class="headline" aria-label="Result">
          <dl class="tiles">
            ${tiles(page).map(([title, value, note]) => html`<div><dt>${title}</dt><dd>${value}<small>${note}</small></dd></div>`)}
          </dl>
        </section>
        ${classSection({ data: { classes }, evaluation })} ${calibration && calibrationSection(calibration)}
        ${worst.length > 0 && clipSection("worst", "Most wrong", frames + glow, worst)}
        <section id="setup"><h2>How it was made</h2><p class="path">${command}</p></section>
      </main>
    </body>
  </html>`);
}

function tiles(page: EvaluationPage): [name: string, value: string, note: string][] {
  const { evaluation, clips, control, heads = [], meanAveragePrecision, loss, calibration } = page;
  const [low, high] = accuracyInterval(evaluation.top1, clips);
  const range = `95 % interval ${(100 * low).toFixed(1)}–${percent(high)}`;
  const all = heads.map(({ name }) => name).join(" and ");
  const of = heads.length > 0 ? `, ${all} both right` : "";
  return [
    [
      `Top-1 accuracy${of}`,
      percent(evaluation.top1),
      `chance ${percent(evaluation.chance)}; ${range}; ${evaluation.views}`,
    ],
    ...(evaluation.top5 === undefined ? [] : [tile("Among the top 5", evaluation.top5, `of ${clips} clips`)]),
    ...heads.map(({ name, top1, top5 }) =>
      tile(`Top-1, ${name}`, top1, top5 === undefined ? "" : `among the top 5 ${percent(top5)}`),
    ),
    ...(meanAveragePrecision === undefined
      ? []
      : [tile("Mean average precision", meanAveragePrecision, "over classes")]),
    ...(control ? [tile(control.title, control.top1, `limit ${percent(control.limit)}`)] : []),
    ["Loss", figure(loss), "cross-entropy, without smoothing"],
    ...(calibration ? [tile("Calibration error", calibration.expectedError, "expected (ECE)")] : []),
  ];
}

function tile(name: string, share: number, note: string): [string, string, string] {
  return [name, percent(share), note];
}
