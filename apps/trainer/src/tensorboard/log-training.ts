import { type HostTensor, type Tree, treeLeaves } from "@vivit/nn";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";
import type { SummaryValue } from "./encode-event.ts";
import { openEventFile } from "./event-file.ts";
import { makeHistogram } from "./make-histogram.ts";

/** Follows a run in TensorBoard. */
export interface TrainingBoard {
  step(record: StepRecord): void;
  /** Scalars of an epoch, and the distribution of every parameter after it. */
  epoch(record: EpochRecord, step: number, parameters: Tree<HostTensor>): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Steps of an epoch that are drawn: more than a screen has pixels are of no use. */
const drawnSteps = 1000;

/**
 * Begin to follow a run in TensorBoard, in its directory.
 *
 * @param begin steps that are behind, in earlier sessions
 * @param recipe shown as text
 */
export async function logTraining(
  directory: string,
  { begin, stepsPerEpoch, recipe }: { begin: number; stepsPerEpoch: number; recipe: unknown },
): Promise<TrainingBoard> {
  const file = await openEventFile(directory);
  if (begin > 0) file.restart(begin + 1);
  else file.write(0, [{ tag: "recipe", text: `\`\`\`json\n${JSON.stringify(recipe, null, 2)}\n\`\`\`` }]);
  const every = Math.ceil(stepsPerEpoch / drawnSteps);
  return {
    step({ step, loss, learningRate, gradientNorm, clipsPerSecond, waitingShare }) {
      if (step % every !== 0) return;
      const values = { loss, "learning rate": learningRate, "gradient norm": gradientNorm };
      file.write(
        step,
        scalars({ ...values, "clips per second": clipsPerSecond, "waiting share": waitingShare }, "training"),
      );
    },
    epoch({ epoch, trainingLoss, validationLoss, top1, top5 }, step, parameters) {
      const histograms = treeLeaves(parameters).map(([path, { values }]) => ({
        tag: `parameters/${path}`,
        histogram: makeHistogram(values),
      }));
      const validation = scalars({ loss: validationLoss, "top-1": top1, "top-5": top5 }, "validation");
      file.write(step, [...scalars({ number: epoch, loss: trainingLoss }, "epoch"), ...validation, ...histograms]);
    },
    flush: file.flush,
    close: file.close,
  };
}

function scalars(values: Readonly<Record<string, number | undefined>>, group: string): SummaryValue[] {
  return Object.entries(values).flatMap(([name, scalar]) =>
    scalar === undefined ? [] : [{ tag: `${group}/${name}`, scalar }],
  );
}
