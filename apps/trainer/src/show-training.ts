import { type Progress, showProgress } from "./progress.ts";
import type { EpochRecord, StepRecord } from "./report/run-report.ts";
import type { StopSignal } from "./run/interruption.ts";
import { liveTraining } from "./terminal/live-training.ts";

/** Follows a run of training on stderr: a bar within each epoch, a line after it. */
export interface ShownTraining {
  step(record: StepRecord, stepsPerEpoch: number): void;
  epoch(record: EpochRecord): void;
  /** Say that the wish to stop was heard. */
  signal(signal: StopSignal): void;
  stop(): void;
}

/** Begin to show a run of so many epochs: a live picture on a terminal, lines elsewhere. */
export function showTraining(epochs: number): ShownTraining {
  process.stderr.on("error", ignore); // a terminal that was closed must not cost the run
  return process.stderr.isTTY
    ? liveTraining(process.stderr, epochs, (record) => describeEpoch(record, epochs))
    : lineByLine(epochs);
}

function ignore(): void {}

function lineByLine(epochs: number): ShownTraining {
  let bar: Progress | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    step({ step, epoch, loss, learningRate, clipsPerSecond, waitingShare }, stepsPerEpoch) {
      bar ??= showProgress(`epoch ${epoch}/${epochs}`, stepsPerEpoch, "steps");
      bar.update(((step - 1) % stepsPerEpoch) + 1, {
        loss: loss.toFixed(3),
        rate: learningRate.toExponential(1),
        "clips/s": clipsPerSecond.toFixed(0),
        waiting: percent(waitingShare),
      });
    },
    epoch(record) {
      stop();
      process.stderr.write(`${describeEpoch(record, epochs)}\n`);
    },
    signal(signal) {
      process.stderr.write(`${signal}: saving after this step; once more ends at once\n`);
    },
    stop,
  };
}

function describeEpoch(
  { epoch, trainingLoss, validationLoss, top1, clipsPerSecond, waitingShare }: EpochRecord,
  epochs: number,
): string {
  const validation =
    top1 === undefined ? "" : `validation loss ${validationLoss?.toFixed(3)}, top-1 ${percent(top1)}; `;
  return `epoch ${epoch}/${epochs}: loss ${trainingLoss.toFixed(3)}, ${validation}${clipsPerSecond.toFixed(0)} clips/s, waiting for data ${percent(waitingShare)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
