import type { ClipLoader } from "@vivit/datasets/node";
import type { ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import type { EpochRecord } from "../report/run-report.ts";
import { scoreSplit } from "./evaluate-split.ts";
import type { Score } from "./manifest.ts";
import type { RunSession } from "./run-session.ts";
import { summarize } from "./score-clips.ts";

/** An evaluation during training: the score that is compared, and all that goes into the record of the epoch. */
export type Validation = Score & { readonly record: Pick<EpochRecord, "validationLoss" | "top1" | "top5"> };

/**
 * Loss and accuracy on the validation clips, one centered view each.
 *
 * @param stop asked between batches; what it throws ends the evaluation
 */
export async function validate(
  { classifier }: Pick<RunSession, "classifier">,
  model: ModelConfig,
  loader: ClipLoader,
  parameters: Tree<HostTensor>,
  stop: () => Promise<void>,
): Promise<Validation> {
  const interruptible: typeof classifier = {
    ...classifier,
    classify: async (...words) => {
      await stop();
      return classifier.classify(...words);
    },
  };
  const views = { temporal: 1, spatial: 1 } as const;
  const scores = await scoreSplit(loader, interruptible, parameters, { split: "validation", views });
  const { loss, ...accuracies } = summarize(scores, model);
  return { top1: accuracies.top1, loss, record: { validationLoss: loss, ...accuracies } };
}
