import { sum } from "d3-array";
import { accuracyInterval } from "./accuracy-interval.ts";
import { count, figure, percent } from "./format.ts";
import type { EpochRecord, RunReport } from "./run-report.ts";

/** Whether the model learned, in words. */
export interface Judgment {
  readonly tone: "good" | "fair" | "bad";
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Say whether the model learned: better than guessing beyond luck, and from motion if there is a control. */
export function judgeRun({ evaluation, control, epochs }: RunReport): Judgment {
  const { top1, chance } = evaluation;
  const clips = sum(evaluation.confusion, (row) => sum(row));
  const [low] = accuracyInterval(top1, clips);
  const beats = low > chance;
  const sees = !control || control.top1 <= control.limit;
  const far = (top1 - chance) / (1 - chance) >= 0.5; // at least half of the way from guessing to all right
  const sentences = [
    `It names the right class for ${count(top1 * clips)} of ${count(clips)} validation clips (${percent(top1)}); guessing would give ${percent(chance)}.`,
    ...(control && beats ? [controlSentence(control.title, control.top1, control.limit)] : []),
    ...adviceOn(epochs, beats),
  ];
  if (!beats) return { tone: "bad", title: "The model did not learn", sentences };
  if (!sees) return { tone: "fair", title: "The model learned, but not from motion alone", sentences };
  if (!far) return { tone: "fair", title: "The model beats guessing", sentences };
  return { tone: "good", title: "The model learned", sentences };
}

function controlSentence(title: string, top1: number, limit: number): string {
  if (top1 <= limit)
    return `${title} instead of the clip: ${percent(top1)} (limit ${percent(limit)}), so it goes by the motion, not by the look.`;
  return `${title} instead of the clip: ${percent(top1)}, above the limit of ${percent(limit)}, so it goes partly by the look.`;
}

function adviceOn(epochs: readonly EpochRecord[], beats: boolean): string[] {
  const losses = epochs.flatMap(({ epoch, validationLoss: loss }) => (loss === undefined ? [] : [{ epoch, loss }]));
  const last = losses.at(-1);
  if (epochs.some(({ trainingLoss }) => !Number.isFinite(trainingLoss)))
    return ["The training loss left the range of numbers: lower the learning rate or the limit of the gradient norm."];
  if (!last) return [];
  const best = losses.reduce((least, next) => (next.loss < least.loss ? next : least));
  if (last.loss > 1.1 * best.loss)
    return [
      `The validation loss was lowest after epoch ${best.epoch} (${figure(best.loss)}) and rose to ${figure(last.loss)}: it memorizes the training clips. Fewer epochs, more clips or more regularization would help.`,
    ];
  if (!beats) return ["More epochs, more clips or another learning rate may help."];
  const before = losses.at(-2);
  if (before && best === last && last.loss < 0.97 * before.loss)
    return ["The validation loss was still falling at the end: more epochs may help."];
  return [];
}
