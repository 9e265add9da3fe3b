import type { Augmentation, ClipIndex } from "@vivit/datasets";
import { createClipLoader } from "@vivit/datasets/node";
import { randomKey } from "@vivit/nn";
import { Command, Option } from "commander";
import { scenesDirectory, writeScenes } from "./clips/write-scenes.ts";
import { serve } from "./serve.ts";

// Training clips as ViViT takes them of Kinetics: 32 frames of stride 2 at a random place, 224 crops, batches of 8.
const options = new Command()
  .option("--workers <n>", "processes that decode", Number, 2)
  .option("--clips <n>", "in a run", Number, 64)
  .addOption(new Option("--augmentation <kind>").choices(["geometry", "color"]).default("geometry"))
  .addOption(new Option("--resize <method>").choices(["tensorflow", "native"]).default("native"))
  .parse()
  .opts<Options>();

const geometry: Augmentation = { scaleJitter: 1 };
const augmentation = options.augmentation === "color" ? { ...geometry, colorJitter: 0.8, colorDrop: 0.1 } : geometry;
const files = await writeScenes();
const entries = Array.from({ length: options.clips }, (_, number) => ({
  path: files[number % files.length]!,
  labels: [0],
  split: "train" as const,
}));
const index: ClipIndex = {
  directory: scenesDirectory,
  classes: ["scene"],
  entries,
  horizontalFlip: true,
  validation: "folder",
};
const loader = createClipLoader(index, {
  ...{ frames: 32, stride: 2, crop: 224, shortSide: 256 },
  workers: options.workers,
  resize: options.resize,
  cacheBytes: 0,
  augmentation,
});
let epoch = 0;
await serve(`@vivit/datasets, ${options.workers} processes, resize ${options.resize}`, async () => {
  for await (const batch of loader.trainingBatches({ epoch: epoch++, batchSize: 8, key: randomKey(0) }))
    loader.reuse(batch);
});
await loader.dispose();

interface Options {
  readonly workers: number;
  readonly clips: number;
  readonly augmentation: "geometry" | "color";
  readonly resize: "tensorflow" | "native";
}
