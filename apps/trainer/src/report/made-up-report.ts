import { normal, randomKey, uniform } from "@vivit/nn";
import type { Frame, JudgedClip, RunReport } from "./run-report.ts";

/** What a made-up run is like. */
export interface MadeUpRun {
  readonly classes: readonly string[];
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Accuracy at the end, in [0, 1]. */
  readonly accuracy: number;
  readonly worst?: number;
  /** Side of a frame in pixels. */
  readonly side?: number;
}

/** The classes of `motions`. */
export const motionClasses = [
  "growing",
  "left",
  "right",
  "shrinking",
  "there-and-back",
  "trembling",
  "turning-anticlockwise",
  "turning-clockwise",
  "up",
  "down",
].sort();

/** A report with plausible numbers, always the same for the same run; for tests and for looking at the page. */
export function makeUpReport(run: MadeUpRun): RunReport {
  const { classes, epochs, worst = 6, side = 40 } = run;
  return {
    ...madeUpSetup,
    recipe: {
      seed: 0,
      model: { variant: "space-time", tubelet: [2, 8, 8] },
      train: { epochs, batch: 16, labelSmoothing: 0.1 },
      augmentation: { horizontalFlip: false },
      optimizer: { name: "adamw", epsilon: 1e-8 },
      extra: {},
    },
    data: {
      directory: "data/motions",
      classes,
      training: 200 * classes.length,
      validation: 30 * classes.length,
      skipped: [
        { reason: "not a video", count: 1, examples: ["train/left/notes.mp4"] },
        { reason: "ends before its first frame", count: 5, examples: ["train/up/0007.mp4", "train/up/0012.mp4"] },
      ],
    },
    ...makeUpCourse(run),
    evaluation: makeUpEvaluation(run),
    worst: Array.from({ length: worst }, (_, at) => makeUpClip(classes, at, side)),
    predictions: [
      { ...makeUpClip(classes, 20, side), predicted: [{ label: classes[20 % classes.length]!, score: 0.93 }] },
      { ...makeUpClip(classes, 21, side), truth: undefined },
    ],
  };
}

const madeUpSetup = {
  name: "motions-2026-03-01",
  command: "pnpm vivit train --recipe motions --data data/motions",
  finished: new Date(Date.UTC(2026, 2, 1, 12, 30)),
  durationSeconds: 272.4,
  model: {
    title: "ViViT Model 1, spatio-temporal attention",
    description: [
      ["Clip", "16 frames of 32×32 pixels"],
      ["Tubelet", "2×8×8"],
      ["Tokens", "129"],
      ["Encoder", "4 blocks, 4 heads, 96 wide"],
    ],
  },
  parameters: 488_650,
  control: {
    title: "One repeated frame",
    top1: 0.183,
    limit: 0.25,
    explanation:
      "The same model on clips that repeat their middle frame. If it had learned how the clips look, it would still be right; it is not, so it learned how they move.",
  },
  environment: [
    ["Node", "20.20.2"],
    ["Runtime", "onnxruntime-node 1.30.0"],
    ["Processor", "2 cores"],
  ],
} as const satisfies Partial<RunReport>;

/** Steps and epochs of a run that learns. */
function makeUpCourse({ classes, epochs, stepsPerEpoch, accuracy }: MadeUpRun): Pick<RunReport, "steps" | "epochs"> {
  const chance = 1 / classes.length;
  const noise = normal(randomKey(1), epochs * stepsPerEpoch);
  const reached = (progress: number) => chance + (accuracy - chance) * (1 - Math.exp(-3.5 * progress)) * 1.03;
  const lossAt = (progress: number) =>
    Math.log(classes.length) * (1 - (0.85 * (reached(progress) - chance)) / (1 - chance));
  const steps = Array.from(noise, (value, at) => {
    const progress = at / noise.length;
    return {
      step: at + 1,
      epoch: Math.floor(at / stepsPerEpoch) + 1,
      loss: lossAt(progress) * (1 + 0.14 * value),
      learningRate: 1e-3 * Math.min(1, progress * epochs) * (0.5 + 0.5 * Math.cos(Math.PI * progress)),
      gradientNorm: (0.5 + Math.exp(-6 * progress)) * Math.exp(0.35 * value),
      clipsPerSecond: 88 + 6 * value,
      waitingShare: 0.01,
    };
  });
  const epoch = (at: number) => ({
    epoch: at + 1,
    trainingLoss: lossAt((at + 0.5) / epochs),
    validationLoss: lossAt((at + 1) / epochs) * (1.03 + 0.01 * (at % 3)),
    top1: Math.min(1, reached((at + 1) / epochs)),
    top5: Math.min(1, reached((at + 1) / epochs) * 1.1 + 0.2),
    clipsPerSecond: at === 0 ? 61 : 88,
    waitingShare: at === 0 ? 0.31 : 0.008,
  });
  return { steps, epochs: Array.from({ length: epochs }, (_, at) => epoch(at)) };
}

function makeUpEvaluation({ classes, accuracy }: MadeUpRun): RunReport["evaluation"] {
  const confusion = makeUpConfusion(classes.length, 30, accuracy);
  const predicted = (name: number) => confusion.reduce((sum, row) => sum + row[name]!, 0);
  return {
    top1: trace(confusion) / (30 * classes.length),
    top5: 0.997,
    chance: 1 / classes.length,
    views: "2 clips × 1 crop",
    confusion,
    perClass: classes.map((name, at) => ({
      name,
      clips: 30,
      recall: confusion[at]![at]! / 30,
      precision: confusion[at]![at]! / Math.max(1, predicted(at)),
    })),
  };
}

function makeUpConfusion(classes: number, clips: number, accuracy: number): number[][] {
  const spread = uniform(randomKey(2), classes * clips);
  const target = uniform(randomKey(3), classes * clips);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (let clip = 0; clip < spread.length; clip++) {
    const truth = clip % classes;
    const ease = truth % 5 === 2 ? accuracy ** 4 : accuracy ** 0.6;
    const wrong = target[clip]! < 0.6 ? truth ^ 1 : Math.floor((target[clip]! - 0.6) * 2.5 * classes);
    const predicted = spread[clip]! < ease ? truth : Math.min(wrong, classes - 1);
    confusion[truth]![predicted]!++;
  }
  return confusion;
}

function trace(matrix: readonly (readonly number[])[]): number {
  return matrix.reduce((sum, row, at) => sum + row[at]!, 0);
}

function makeUpClip(classes: readonly string[], at: number, side: number): JudgedClip {
  const other = (shift: number) => classes[(at + shift) % classes.length]!;
  return {
    path: `val/${other(0)}/${String(at).padStart(4, "0")}.mp4`,
    truth: other(0),
    predicted: [
      { label: other(1), score: 0.71 },
      { label: other(0), score: 0.22 },
      { label: other(3), score: 0.04 },
    ].filter(({ label }, index, all) => all.findIndex((one) => one.label === label) === index),
    strip: { frames: Array.from({ length: 16 }, (_, time) => makeUpFrame(at, time, side)) },
  };
}

/** A disc that moves over a softly graded background with a little noise. */
function makeUpFrame(seed: number, time: number, side: number): Frame {
  const noise = normal(randomKey(100 * seed + time), 1021); // repeated: enough for the eye, and quick
  const [hue = 0, slope = 0] = uniform(randomKey(seed), 2);
  const rgb = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const [row, column, channel] = [Math.floor(at / 3 / side) / side, (Math.floor(at / 3) % side) / side, at % 3];
    const inside = (column - 0.2 - 0.04 * time) ** 2 + (row - 0.3 - 0.3 * slope) ** 2 < 0.03;
    const tone = 0.5 + 0.5 * Math.cos(2 * Math.PI * (hue + channel / 3 + (inside ? 0.45 : 0)));
    const value = 60 + 130 * tone + 40 * (row + column - 1) + 3 * noise[at % noise.length]!;
    return Math.max(0, Math.min(255, value));
  });
  return { width: side, height: side, rgb };
}
