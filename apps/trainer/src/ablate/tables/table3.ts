import type { AblationRow, AblationTable } from "../ablation-table.ts";

const depths: readonly (readonly [depth: number, paper: number])[] = [
  [1, 78.6],
  [4, 78.8],
  [8, 78.8],
  [12, 78.9],
];

/** Depth of Model 2's temporal encoder. Source: ViViT Table 3 (B/16x2, K400). */
export const table3: AblationTable = {
  name: "table3",
  title: "Table 3: temporal depth of Model 2",
  about:
    "Model 2 with the mean over time (0), and with 1 to 12 temporal blocks over 4 steps of time; trained twice as long as in Table 2, because deeper models begin to learn later.",
  settings: [["train.epochs", "20"]],
  clipsPerClass: 100,
  views: [1, 4],
  paperColumns: ["K400"],
  rows: [
    {
      name: "depth-0",
      title: "0 (average pool)",
      settings: [["model.variant", "average-pool-baseline"]],
      paper: { K400: 75.8 },
    },
    ...depths.map(
      ([depth, paper]): AblationRow => ({
        name: `depth-${depth}`,
        title: `${depth}`,
        settings: [["model.temporalDepth", `${depth}`]],
        paper: { K400: paper },
      }),
    ),
  ],
  claims: [
    {
      better: "depth-4",
      worse: "depth-0",
      says: "Model 2 with four temporal layers beats the average-pool baseline",
    },
  ],
};
