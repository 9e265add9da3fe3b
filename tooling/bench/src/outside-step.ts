import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** A training whose steps are looked at. */
interface Watched {
  readonly title: string;
  /** Words of `vivit make motions`. */
  readonly data: readonly string[];
  /** Words of `vivit train`. */
  readonly training: readonly string[];
  /** Epochs of how many steps each; the first two steps do not count. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Largest share of the time that the project promises. */
  readonly bar: number;
}

/** By name: the recipe of the first hour, and the paper's base model with one clip a step. */
export const watchedTrainings: Readonly<Record<string, Watched>> = {
  motions: {
    title: "motions, batch 16",
    data: ["--train", "960", "--val", "10"],
    training: ["--recipe", "motions", "--train.epochs", "4"],
    epochs: 3,
    stepsPerEpoch: 60,
    bar: 0.03,
  },
  "b-16x2": {
    title: "B/16x2, batch 1, clips of 256 x 256 pixels",
    data: ["--train", "10", "--val", "10", "--size", "256", "--level", "hard"],
    training: ["--recipe", "kinetics400-base", "--init", "", "--train.batch", "1", "--train.microBatch", "0"],
    epochs: 1,
    stepsPerEpoch: 6,
    bar: 0.005,
  },
};

/**
 * Measure which share of the time of training passes outside the compiled step: JavaScript, logging, waiting for data, messages between
 * threads.
 *
 * The built command trains as for any user; a module imported before it notes when each run of the training program begins and ends. A
 * step lasts from the begin of one run to the begin of the next; evaluations and saves between epochs are not among them.
 */
export async function benchOutsideStep(names: readonly string[], show: (line: string) => void): Promise<void> {
  const command = fileURLToPath(new URL("../../../apps/trainer/dist/main.js", import.meta.url));
  if (!existsSync(command))
    throw new Error("outside-step: expected the built command, found none; run pnpm build first");
  for (const name of names.length > 0 ? names : Object.keys(watchedTrainings))
    await watchTraining(command, watchedTrainings[name]!, show);
}

async function watchTraining(command: string, watched: Watched, show: (line: string) => void): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), "vivit-outside-"));
  try {
    await toItsEnd([command, "make", "motions", "--out", join(place, "data"), ...watched.data]);
    const times = await timesOfTraining(command, place, watched);
    show(watched.title);
    for (let epoch = 0; epoch < watched.epochs; epoch++) show(describeEpoch(times, watched, epoch));
    show(describeAll(times, watched));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** When a run of the training program began and ended, in milliseconds. */
interface Timed {
  readonly begin: number;
  readonly end: number;
}

/** Train until there are enough steps, and then no further. */
async function timesOfTraining(command: string, place: string, watched: Watched): Promise<Timed[]> {
  const file = join(place, "times");
  const preload = new URL("./time-sessions.mjs", import.meta.url).href;
  const words = ["train", "--data", join(place, "data"), "--runs", place, "--name", "run", ...watched.training];
  const child = spawn(process.execPath, ["--import", preload, command, ...words], {
    env: { ...process.env, VIVIT_TIMES: file },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (text) => {
    complaints = (complaints + text).slice(-2000);
  });
  const wanted = watched.epochs * watched.stepsPerEpoch;
  try {
    for (;;) {
      const times = readTimes(file);
      if (times.length >= wanted) return times;
      if (child.exitCode !== null)
        throw new Error(`outside-step: training ended after ${times.length} steps:\n${complaints}`);
      await wait(500);
    }
  } finally {
    child.kill("SIGKILL");
  }
}

/** The session that runs first is the training step. */
function readTimes(file: string): Timed[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines
    .map((line) => line.split(" ").map(Number) as [session: number, begin: number, end: number])
    .filter(([session]) => session === 0)
    .map(([, begin, end]) => ({ begin, end }));
}

/** Steps that have a next one in their epoch; the first two of all are left out, in which memory is taken. */
function stepsOf(
  times: readonly Timed[],
  { stepsPerEpoch }: Watched,
  epoch: number,
): { whole: number; outside: number }[] {
  const first = epoch * stepsPerEpoch;
  return times
    .slice(first, first + stepsPerEpoch)
    .slice(0, -1)
    .map(({ begin, end }, at) => ({
      whole: times[first + at + 1]!.begin - begin,
      outside: times[first + at + 1]!.begin - end,
    }))
    .slice(epoch === 0 ? 2 : 0);
}

function describeEpoch(times: readonly Timed[], watched: Watched, epoch: number): string {
  const { share, step } = sumUp(stepsOf(times, watched, epoch));
  return `  epoch ${epoch + 1}: step ${step.toFixed(1)} ms, of which outside the compiled step ${(100 * share).toFixed(2)} %`;
}

function describeAll(times: readonly Timed[], watched: Watched): string {
  const { share } = sumUp(Array.from({ length: watched.epochs }, (_, epoch) => stepsOf(times, watched, epoch)).flat());
  const verdict = share <= watched.bar ? "met" : "MISSED";
  return `  outside the compiled step ${(100 * share).toFixed(2)} %, bar ${(100 * watched.bar).toFixed(1)} %: ${verdict}`;
}

function sumUp(steps: readonly { whole: number; outside: number }[]): { share: number; step: number } {
  const sum = (of: "whole" | "outside") => steps.reduce((total, step) => total + step[of], 0);
  return { share: sum("outside") / sum("whole"), step: sum("whole") / steps.length };
}

async function toItsEnd(words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, words, { stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0) throw new Error(`outside-step: ${words.slice(1).join(" ")} ended with ${code}`);
}
