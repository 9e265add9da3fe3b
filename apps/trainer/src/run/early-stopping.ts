import type { Recipe } from "../recipe/recipe-schema.ts";
import type { EpochRecord } from "../report/run-report.ts";

/** Whether the evaluations so far end a run: a function of its records, so a resumed run decides alike. */
export function endsEarly(
  epochs: readonly EpochRecord[],
  { patience, metric, minimumGain }: Recipe["earlyStopping"],
): boolean {
  if (patience === 0) return false;
  const scores = epochs.flatMap(({ top1, validationLoss }) => {
    const score = metric === "top1" ? top1 : validationLoss === undefined ? undefined : -validationLoss;
    return score === undefined ? [] : [score];
  });
  let [best, without] = [Number.NEGATIVE_INFINITY, 0];
  for (const score of scores) {
    without = score > best + minimumGain ? 0 : without + 1;
    best = Math.max(best, score);
  }
  return without >= patience;
}
