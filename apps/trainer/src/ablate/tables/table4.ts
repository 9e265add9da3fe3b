import type { AblationRow, AblationTable, Setting } from "../ablation-table.ts";

const steps: readonly (readonly [name: string, title: string, paper: number | undefined, added: readonly Setting[]])[] =
  [
    ["none", "Random crop alone", undefined, []],
    [
      "color-jitter",
      "+ color jitter",
      38.4,
      [
        ["augmentation.colorJitter", "0.8"],
        ["augmentation.colorDrop", "0.1"],
      ],
    ],
    ["stills", "+ begun with the image model of stills (the paper: with Kinetics-400)", 39.6, []],
    ["drop-path", "+ stochastic depth", 40.2, [["train.dropPath", "0.2"]]],
    [
      "rand-augment",
      "+ RandAugment, in place of color jitter",
      41.1,
      [
        ["augmentation.colorJitter", "0"],
        ["augmentation.colorDrop", "0"],
        ["augmentation.randAugment.layers", "2"],
        ["augmentation.randAugment.magnitude", "15"],
      ],
    ],
    ["label-smoothing", "+ label smoothing", 43.1, [["train.labelSmoothing", "0.2"]]],
    ["mixup", "+ mixup", 43.7, [["train.mixup", "0.1"]]],
  ];

/** Each regularizer in turn on a deliberately small set. Source: ViViT Table 4 (EPIC-KITCHENS, action). */
export const table4: AblationTable = {
  name: "table4",
  title: "Table 4: regularizers, added one by one",
  about:
    "Model 2 on 20 training clips of each class, with the strengths of the paper's Table 7 for EPIC-KITCHENS. No row is mirrored, because left and right are classes.",
  settings: [
    ["train.labelSmoothing", "0"],
    ["optimizer.weightDecay", "0"],
    ["train.epochs", "50"],
    ["learningRate.warmupEpochs", "5"],
  ],
  clipsPerClass: 20,
  views: [1, 4],
  paperColumns: ["EK action"],
  rows: steps.map(
    ([name, title, paper], at): AblationRow => ({
      name,
      title,
      settings: steps.slice(0, at + 1).flatMap(([, , , added]) => added),
      fromStills: at >= 2,
      paper: paper === undefined ? {} : { "EK action": paper },
    }),
  ),
  claims: [{ better: "mixup", worse: "none", says: "The full set of regularizers beats none" }],
};
