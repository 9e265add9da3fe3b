import { median, sum } from "d3-array";
import { accuracyInterval } from "./accuracy-interval.ts";
import { count, duration, percent } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { judgeRun } from "./judge-run.ts";
import type { RunReport } from "./run-report.ts";

const signs = { good: "✓", fair: "≈", bad: "✗" };

/** Whether it learned, at a glance: a judgment, a ruler of accuracies, and the numbers that matter. */
export function headlineSection(report: RunReport): Markup {
  const { tone, title, sentences } = judgeRun(report);
  return html`<section class=${`headline ${tone}`} aria-label="Result">
    <div class="judgment">
      <span class="sign" aria-hidden="true">${signs[tone]}</span>
      <div>
        <h2>${title}</h2>
        ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
      </div>
    </div>
    ${accuracyRuler(report)}
    <dl class="tiles">${tiles(report).map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`)}</dl>
    ${report.control && html`<p class="quiet"><strong>${report.control.title}.</strong> ${report.control.explanation}</p>`}
  </section>`;
}

type Tile = readonly [name: string, value: string, note: string];

function tiles(report: RunReport): Tile[] {
  const { evaluation, control, parameters, durationSeconds, model } = report;
  const clips = sum(evaluation.confusion, (row) => sum(row));
  const [low, high] = accuracyInterval(evaluation.top1, clips);
  const interval = `95${"\u00a0"}% interval ${(100 * low).toFixed(1)}–${percent(high)}`;
  return [
    [
      "Top-1 accuracy",
      percent(evaluation.top1),
      `chance ${percent(evaluation.chance)}; ${interval}; ${evaluation.views}`,
    ],
    ...(evaluation.top5 === undefined
      ? []
      : [["Among the top 5", percent(evaluation.top5), "of the validation clips"] as const]),
    ...(control ? [controlTile(control)] : []),
    [
      "Duration",
      duration(durationSeconds),
      `${report.epochs.length} ${report.epochs.length === 1 ? "epoch" : "epochs"}`,
    ],
    ...speedTile(report),
    ["Parameters", count(parameters), model.title],
  ];
}

function controlTile({ title, top1, limit }: NonNullable<RunReport["control"]>): Tile {
  return [title, percent(top1), top1 <= limit ? `✓ limit ${percent(limit)}` : `✗ above the limit of ${percent(limit)}`];
}

/** Later epochs find their clips in memory; the first is left out where there are others. */
function speedTile({ epochs }: RunReport): Tile[] {
  const steady = epochs.length > 1 ? epochs.slice(1) : epochs;
  if (steady.length === 0) return [];
  const speed = median(steady, ({ clipsPerSecond }) => clipsPerSecond) ?? Number.NaN;
  const waiting = median(steady, ({ waitingShare }) => waitingShare) ?? Number.NaN;
  return [["Training speed", `${count(speed)} clips/s`, `${percent(waiting)} of the time waiting for data`]];
}

/** Accuracies on one line from 0 to 100 %; the tiles say the same in words. */
function accuracyRuler({ evaluation, control }: RunReport): Markup {
  const mark = (kind: string, share: number, label: string) => {
    return html`<span class=${`mark ${kind} ${share > 0.5 ? "end" : "start"}`} style=${`--at:${share.toFixed(4)}`}><b>${label}</b></span>`;
  };
  return html`<div class=${control ? "ruler" : "ruler short"} aria-hidden="true">
    <span class="reach" style=${`--at:${evaluation.top1.toFixed(4)}`}></span>
    ${mark("guess below", evaluation.chance, `guessing ${percent(evaluation.chance)}`)}
    ${control && mark("control below second", control.top1, `${control.title} ${percent(control.top1)}`)}
    ${mark("validation above", evaluation.top1, `this model ${percent(evaluation.top1)}`)}
  </div>`;
}
