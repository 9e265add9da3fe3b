import type { AblationData, AblationTable, Setting } from "./ablation-table.ts";

/** The recipe under every row. */
export const ablationRecipe = "motions";

/**
 * What every row changes of it: Model 2 as in most of the paper's ablations, in one size that trains in half a minute, and no
 * evaluation before the end.
 */
export const commonSettings: readonly Setting[] = [
  ["model.variant", "factorized-encoder"],
  ["model.dim", "48"],
  ["model.depth", "2"],
  ["model.temporalDepth", "4"],
  ["model.heads", "4"],
  ["model.mlpDim", "192"],
  ["clip.frames", "8"],
  ["clip.stride", "6"],
  ["train.epochs", "10"],
  ["evaluation.temporalViews", "1"],
  ["evaluation.everyEpochs", "1000"],
  ["evaluation.batch", "20"],
];

/** The data that a table sees unless it says otherwise, cut to so many training clips of each class. */
export const ablationData: AblationData = { train: 2000, val: 300, size: 40, seed: 0, level: "easy" };

/** The data that a table sees. */
export function dataOf({ data }: Pick<AblationTable, "data">): AblationData {
  return data ?? ablationData;
}
