import type { PresetName, PresetOptions } from "@vivit/models";

/** A figure of the paper, and the model it is of. */
export interface PaperRow {
  readonly preset: PresetName;
  readonly options?: PresetOptions;
  /** The paper's FLOPs, in units of 10⁹. */
  readonly gflops?: number;
  readonly millionParameters?: number;
  readonly source: string;
}

/** The variants at size B. Source: ViViT table 2. */
export const variantRows: readonly PaperRow[] = [
  { preset: "vivit-b-16x2", gflops: 455.2, millionParameters: 88.9, source: "table 2" },
  { preset: "vivit-b-16x2-fe", gflops: 284.4, millionParameters: 115.1, source: "table 2" },
  { preset: "vivit-b-16x2-fsa", gflops: 372.3, millionParameters: 117.3, source: "table 2" },
  { preset: "vivit-b-16x2-fdp", gflops: 277.1, millionParameters: 88.9, source: "table 2" },
  { preset: "vivit-b-16x2-average-pool", gflops: 283.9, millionParameters: 86.7, source: "table 2" },
];

/** Model 1 at size L over the side of the crop. Source: ViViT table 5. */
export const crops: readonly PaperRow[] = [
  { preset: "vivit-l-16x2", gflops: 1446, source: "table 5" },
  { preset: "vivit-l-16x2", options: { height: 288, width: 288 }, gflops: 2919, source: "table 5" },
  { preset: "vivit-l-16x2", options: { height: 320, width: 320 }, gflops: 3992, source: "table 5" },
];

/** Model 2 at size L, one view of 128 frames: 3.98 TFLOPs. Source: ViViT table 6. */
export const largeEncoders: readonly PaperRow[] = [
  { preset: "vivit-l-16x2-fe", options: { frames: 128, temporalDepth: 4 }, gflops: 3980, source: "table 6" },
  { preset: "vivit-l-16x2-fe", options: { frames: 128, temporalDepth: 24 }, gflops: 3980, source: "table 6" },
];
