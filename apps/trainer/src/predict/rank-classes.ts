import { type HostTensor, hostTensor } from "@vivit/nn";
import { averageViews, topClasses } from "@vivit/training";
import type { SavedModel } from "../run/model-directory.ts";
import { headRanges, probabilitiesOf } from "../run/score-clips.ts";

/** A class and its probability, in [0, 1]. */
export interface RankedClass {
  readonly label: string;
  readonly score: number;
}

/**
 * Average the views, make probabilities, name the likeliest classes; of each head, where there are several.
 *
 * @param logits [views, classes]
 */
export function rankClasses(logits: HostTensor, { model, labels }: SavedModel, top: number): RankedClass[] {
  const [views, classes] = logits.shape as [number, number];
  const mean = averageViews(hostTensor(Float32Array.from(logits.values), [1, views, classes]));
  const values = probabilitiesOf(mean.values as Float32Array, model);
  return headRanges(model).flatMap(({ begin, end }) =>
    topClasses(values.subarray(begin, end), top).map((at) => ({
      label: labels[begin + at]!,
      score: values[begin + at]!,
    })),
  );
}
