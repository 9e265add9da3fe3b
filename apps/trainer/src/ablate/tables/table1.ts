import type { AblationTable } from "../ablation-table.ts";

/** Token embeddings and how their kernel begins. Source: ViViT Table 1. */
export const table1: AblationTable = {
  name: "table1",
  title: "Table 1: how the input becomes tokens",
  about:
    "Model 1, begun with an image ViT that the same training step first taught on 6,000 stills of the same generator (which of six shapes, in which of three colors: 18 classes; no motion to be seen). Uniform frame sampling takes 4 of the 8 frames, tubelets span 2, so all rows have 64 tokens. In the paper the image model is ViT-B of ImageNet-21k, 8 frames are sampled and tubelets span 4.",
  settings: [
    ["model.variant", "space-time"],
    ["init.positions", "tile"],
  ],
  clipsPerClass: 50,
  views: [1, 4],
  paperColumns: ["K400"],
  rows: [
    {
      name: "uniform-frames",
      title: "Uniform frame sampling",
      settings: [
        ["model.tubelet", "1,8,8"],
        ["model.sampledFrames", "4"],
      ],
      fromStills: true,
      paper: { K400: 78.5 },
    },
    {
      name: "tubelet-random",
      title: "Tubelet embedding, random initialization",
      settings: [["init.embedding", "fresh"]],
      fromStills: true,
      paper: { K400: 73.2 },
    },
    {
      name: "tubelet-inflation",
      title: "Tubelet embedding, filter inflation",
      settings: [["init.embedding", "filter-inflation"]],
      fromStills: true,
      paper: { K400: 77.6 },
    },
    {
      name: "tubelet-central",
      title: "Tubelet embedding, central frame",
      settings: [["init.embedding", "central-frame"]],
      fromStills: true,
      paper: { K400: 79.2 },
    },
  ],
  claims: [],
};
