/** A named value to print, such as `["Node", "20.20.2"]`. */
export type Row = readonly [name: string, value: string];

/** Everything that the report of a training run shows. Plain data; accuracies and shares are in [0, 1]. */
export interface RunReport {
  readonly name: string;
  /** The command that made the run, as typed. */
  readonly command: string;
  readonly finished: Date;
  /** Training and evaluation, in seconds. */
  readonly durationSeconds: number;
  readonly model: { readonly title: string; readonly description: readonly Row[] };
  /** Trainable numbers of the model. */
  readonly parameters: number;
  /** Plain data, printed expanded. */
  readonly recipe: unknown;
  readonly data: DataSummary;
  /** May be thousands, or none. */
  readonly steps: readonly StepRecord[];
  readonly epochs: readonly EpochRecord[];
  readonly evaluation: EvaluationSummary;
  /** What the model reaches without the motion. */
  readonly control?: ControlResult;
  /** The clips it got right and was surest of, surest first. */
  readonly right?: readonly JudgedClip[];
  /** The clips it got most wrong, worst first. */
  readonly worst: readonly JudgedClip[];
  /** Clips outside the training and validation sets. */
  readonly predictions?: readonly JudgedClip[];
  readonly environment: readonly Row[];
}

/** The files behind a run. */
export interface DataSummary {
  readonly directory: string;
  readonly classes: readonly string[];
  /** Clips trained on. */
  readonly training: number;
  /** Clips evaluated on. */
  readonly validation: number;
  readonly skipped: readonly SkippedFiles[];
}

/** Files left out for one reason. */
export interface SkippedFiles {
  readonly reason: string;
  readonly count: number;
  /** Some of their paths. */
  readonly examples: readonly string[];
}

/** One training step. */
export interface StepRecord {
  /** Counted from 1 over the whole run. */
  readonly step: number;
  /** Counted from 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly learningRate: number;
  /** Global norm, before clipping. */
  readonly gradientNorm: number;
  readonly clipsPerSecond: number;
  /** Share of time spent waiting for data. */
  readonly waitingShare: number;
}

/** One pass over the training clips; validation values where it was evaluated. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly validationLoss?: number;
  readonly top1?: number;
  readonly top5?: number;
  readonly clipsPerSecond: number;
  readonly waitingShare: number;
}

/** The finished model on the validation clips. */
export interface EvaluationSummary {
  readonly top1: number;
  readonly top5?: number;
  /** Accuracy of guessing. */
  readonly chance: number;
  /** How each clip was looked at, such as `2 × 1 views`. */
  readonly views: string;
  /** Clips by [true class, predicted class], in the order of `data.classes`. */
  readonly confusion: readonly (readonly number[])[];
  /** In the order of `data.classes`. */
  readonly perClass: readonly ClassResult[];
}

/** One class of the evaluation. */
export interface ClassResult {
  readonly name: string;
  readonly clips: number;
  readonly recall: number;
  readonly precision: number;
}

/** The same model on clips without motion: shows whether it learned motion or appearance. */
export interface ControlResult {
  /** Such as `One repeated frame`. */
  readonly title: string;
  readonly top1: number;
  /** Highest accuracy that still counts as not recognizing. */
  readonly limit: number;
  readonly explanation: string;
}

/** A clip with what the model says of it. */
export interface JudgedClip {
  readonly path: string;
  /** Its true class, if known. */
  readonly truth?: string;
  /** Most probable first. */
  readonly predicted: readonly { readonly label: string; readonly score: number }[];
  readonly strip: FilmStrip;
  /** What the model saw, and what counted for its answer. */
  readonly attention?: FilmStrip;
}

/** Frames in the order of time. */
export interface FilmStrip {
  readonly frames: readonly Frame[];
}

/** A picture: `rgb` is [height, width, 3], values 0 to 255. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}
