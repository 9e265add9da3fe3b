import type { AblationRow, AblationTable } from "../ablation-table.ts";

/** Frames and views. Source: ViViT Figure 8 (L/16x2 Model 2, K400). */
export const figure8: AblationTable = {
  name: "figure8",
  title: "Figure 8: frames of the model and views",
  about:
    "Model 2 on 4, 8 and 16 frames, 3 apart, in clips of 50: one view covers about a quarter, a half and all of a clip, and has 32, 64 and 128 tokens. Accuracy is measured with 1, 2 and 4 views along time. The paper's figure is a plot of 32 to 128 frames, whose numbers it does not print: more frames are better at any number of views, and each curve is flat once the views cover the clip.",
  settings: [["clip.stride", "3"]],
  clipsPerClass: 100,
  views: [1, 2, 4],
  paperColumns: [],
  rows: [4, 8, 16].map(
    (frames): AblationRow => ({
      name: `frames-${frames}`,
      title: `${frames} frames`,
      settings: [["clip.frames", `${frames}`]],
      paper: {},
    }),
  ),
  claims: [{ better: "frames-16", worse: "frames-4", says: "16 frames beat 4" }],
};
