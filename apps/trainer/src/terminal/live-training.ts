import { createLogUpdate } from "log-update";
import type { EpochRecord, StepRecord } from "../report/run-report.ts";
import type { ShownTraining } from "../show-training.ts";
import { drawTraining, type ShownRun } from "./draw-training.ts";

/** Milliseconds from one picture to the next. */
const frame = 200;

/** Follow a run on a terminal: a picture that stays below the lines of finished epochs and fits when the window changes. */
export function liveTraining(
  stream: NodeJS.WriteStream,
  epochs: number,
  describeEpoch: (record: EpochRecord) => string,
): ShownTraining {
  const [losses, ended] = [[] as number[], [] as EpochRecord[]];
  const pace = followPace();
  let run: ShownRun | undefined;
  let notice: string | undefined;
  const screen = keepDrawn(stream, (size) =>
    run ? drawTraining({ ...run, ...(notice ? { notice } : {}) }, size) : [],
  );
  return {
    step(record: StepRecord, stepsPerEpoch: number) {
      losses.push(record.loss);
      const secondsLeft = pace(record.step, epochs * stepsPerEpoch);
      run = { epochs, stepsPerEpoch, record, losses, ended, secondsLeft };
    },
    epoch(record) {
      ended.push(record);
      screen.clear();
      stream.write(`${describeEpoch(record)}\n`);
      screen.draw();
    },
    signal(signal) {
      notice = `${signal}: saving after this step; once more ends at once`;
      screen.draw();
    },
    stop: screen.stop,
  };
}

/** Draw again and again, in the size that the window has by then. */
function keepDrawn(stream: NodeJS.WriteStream, lines: (size: { columns: number; rows: number }) => string[]) {
  const size = () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }); // some terminals say 0
  const sized = {
    write: (text: string) => stream.write(text),
    get columns() {
      return size().columns;
    },
    get rows() {
      return size().rows;
    },
  };
  const view = createLogUpdate(sized as NodeJS.WriteStream, { showCursor: true }); // a process that is killed leaves a sound terminal
  const draw = () => view(lines(size()).join("\n"));
  const resized = () => {
    view.clear();
    draw();
  };
  const timer = setInterval(draw, frame);
  timer.unref();
  stream.on("resize", resized);
  return {
    draw,
    clear: view.clear,
    stop() {
      clearInterval(timer);
      stream.off("resize", resized);
      view.clear();
    },
  };
}

/** Seconds left by the pace of late; by a clock that never goes back. */
function followPace(): (step: number, total: number) => number {
  let last: number | undefined;
  let seconds: number | undefined;
  return (step, total) => {
    const now = performance.now() / 1000;
    if (last !== undefined) seconds = seconds === undefined ? now - last : 0.95 * seconds + 0.05 * (now - last);
    last = now;
    return seconds === undefined ? Number.NaN : seconds * (total - step);
  };
}
