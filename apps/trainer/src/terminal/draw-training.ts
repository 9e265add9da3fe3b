import { plot } from "asciichart";
import { mean } from "d3-array";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";

/** What a view of training shows. */
export interface ShownRun {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** The last step. */
  readonly record: StepRecord;
  /** Losses of all steps that this session has seen. */
  readonly losses: readonly number[];
  /** Epochs that ended in this session. */
  readonly ended: readonly EpochRecord[];
  /** Until the last epoch ends, if it goes on as it did lately. */
  readonly secondsLeft: number;
  /** A line that has to be seen, such as that a signal was heard. */
  readonly notice?: string;
}

/** Rows of the chart, and the least terminal that has room for it. */
const [chartRows, leastRows, leastColumns] = [7, 16, 40];

/**
 * Draw a run as lines that fit a terminal.
 *
 * @param size of the terminal, in characters
 */
export function drawTraining(run: ShownRun, { columns, rows }: { columns: number; rows: number }): string[] {
  const { record, epochs, stepsPerEpoch } = run;
  const done = ((record.step - 1) % stepsPerEpoch) + 1;
  const width = Math.max(4, Math.min(30, columns - 50));
  const filled = Math.round((done / stepsPerEpoch) * width);
  const chart = rows >= leastRows && columns >= leastColumns ? drawLosses(run.losses, columns) : [];
  return [
    ...chart,
    `epoch ${record.epoch}/${epochs} ${"█".repeat(filled)}${"░".repeat(width - filled)} ${done}/${stepsPerEpoch} steps, ${timeLeft(run.secondsLeft)} left`,
    `loss ${record.loss.toFixed(3)}  gradient norm ${record.gradientNorm.toPrecision(3)}  learning rate ${record.learningRate.toExponential(1)}`,
    `${record.clipsPerSecond.toFixed(record.clipsPerSecond < 10 ? 2 : 0)} clips/s, waiting for data ${(100 * record.waitingShare).toFixed(1)} %`,
    ...describeValidation(run.ended),
    run.notice ?? "Ctrl-C saves and stops",
  ].map((line) => [...line].slice(0, Math.max(1, columns - 1)).join(""));
}

/** The course of the loss: means of as many spans as there is room for. */
function drawLosses(losses: readonly number[], columns: number): string[] {
  const spans = Math.min(losses.length, columns - 14, 100);
  if (spans < 2) return [];
  const span = losses.length / spans;
  const course = Array.from(
    { length: spans },
    (_, at) =>
      mean(losses.slice(Math.floor(at * span), Math.max(Math.floor((at + 1) * span), Math.floor(at * span) + 1)))!,
  );
  const spread = Math.max(...course) - Math.min(...course);
  const digits = spread > 0 ? Math.min(6, Math.max(2, Math.ceil(1 - Math.log10(spread)))) : 2; // ticks that tell apart
  const format = (value: number) => value.toFixed(digits).padStart(11);
  return ["training loss", ...plot(course, { height: chartRows - 1, format }).split("\n")];
}

function describeValidation(ended: readonly EpochRecord[]): string[] {
  const scored = ended.filter(({ top1 }) => top1 !== undefined);
  const last = scored.at(-1);
  if (!last) return [];
  const best = scored.reduce((most, next) => (next.top1! > most.top1! ? next : most));
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `validation loss ${last.validationLoss?.toFixed(3)}, top-1 ${percent(last.top1!)} (best ${percent(best.top1!)} after epoch ${best.epoch})`,
  ];
}

function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${whole} s`;
}
