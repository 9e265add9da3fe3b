import type { Preview } from "../clip/decoded-video.ts";

/** One window of a video and what the model says of it. */
export interface ScoredWindow {
  /** Seconds. */
  readonly begin: number;
  readonly end: number;
  /** Probability of each class. */
  readonly scores: readonly number[];
}

/** How long a stage took. */
export interface Stage {
  readonly name: string;
  readonly milliseconds: number;
}

/** What a model says of a video. */
export interface ClassifiedVideo {
  /** The worker keeps the video under this number, so that it can be looked into. */
  readonly id: number;
  readonly name: string;
  readonly labels: readonly string[];
  /** Mean over the windows, as `vivit predict` takes it. */
  readonly logits: readonly number[];
  /** Probabilities of those. */
  readonly scores: readonly number[];
  readonly windows: readonly ScoredWindow[];
  readonly seconds: number;
  readonly frames: number;
  readonly frameRate: number;
  readonly preview: Preview;
  readonly stages: readonly Stage[];
  readonly runtime: string;
  /** What the person should know, such as that the video is shorter than a window. */
  readonly remarks: readonly string[];
}
