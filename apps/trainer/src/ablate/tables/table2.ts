import type { AblationTable } from "../ablation-table.ts";

/** The variants. Source: ViViT Table 2 (B/16x2). */
export const table2: AblationTable = {
  name: "table2",
  title: "Table 2: the variants",
  about:
    "Every variant has the same width and 2 blocks; Model 2 has 4 temporal blocks besides, as many as in the paper, and the average-pool baseline takes the mean over time in their place. The paper's models have 12 blocks of width 768 and begin with ImageNet-21k; these begin at random.",
  settings: [],
  clipsPerClass: 100,
  views: [1, 4],
  paperColumns: ["K400", "EK action"],
  costs: true,
  rows: [
    {
      name: "model-1",
      title: "Model 1: spatio-temporal attention",
      settings: [["model.variant", "space-time"]],
      paper: { K400: 80.0, "EK action": 43.1 },
    },
    {
      name: "model-2",
      title: "Model 2: factorized encoder",
      settings: [["model.variant", "factorized-encoder"]],
      paper: { K400: 78.8, "EK action": 43.7 },
    },
    {
      name: "model-3",
      title: "Model 3: factorized self-attention",
      settings: [
        ["model.variant", "factorized-self-attention"],
        ["model.pool", "gap"],
      ],
      paper: { K400: 77.4, "EK action": 39.1 },
    },
    {
      name: "model-4",
      title: "Model 4: factorized dot product",
      settings: [
        ["model.variant", "factorized-dot-product-attention"],
        ["model.pool", "gap"],
      ],
      paper: { K400: 76.3, "EK action": 39.5 },
    },
    {
      name: "average-pool",
      title: "Model 2 without temporal encoder: average pool",
      settings: [["model.variant", "average-pool-baseline"]],
      paper: { K400: 75.8, "EK action": 38.8 },
    },
  ],
  claims: [
    {
      better: "model-2",
      worse: "average-pool",
      says: "Model 2 with four temporal layers beats the average-pool baseline",
    },
  ],
};
