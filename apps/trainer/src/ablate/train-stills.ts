import { type Still, stillClasses } from "@vivit/datasets";
import type { ModelConfig } from "@vivit/models";
import { foldIn, randomKey } from "@vivit/nn";
import { topKAccuracy } from "@vivit/training";
import { type InitializationSource, videoSource } from "@vivit/weights";
import { modelConfigOf } from "../recipe/model-config.ts";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { TrainingTensors } from "../run/checkpoint.ts";
import { prepareClassifier } from "../run/classifier.ts";
import { learningRateOf } from "../run/learning-rate.ts";
import type { Runtime } from "../run/runtime.ts";
import { prepareTraining } from "../run/training-program.ts";
import { initialState } from "../run/training-state.ts";
import type { AblationData } from "./ablation-table.ts";
import { drawStills, stillsBatch } from "./stills-batches.ts";
import { stillsTraining } from "./stills-training.ts";

/** An image model and how well it knows stills that it has not seen, in [0, 1]. */
export interface StillsModel {
  readonly source: InitializationSource;
  readonly top1: number;
}

/**
 * Train an image ViT on stills of the generator of `motions`: Model 1 on clips of one frame is one.
 *
 * It shares width, depth, heads and patches with the video model of the recipe, as `--init` wants it.
 *
 * @param data how the stills are drawn
 * @param onEpoch called with the epochs done and how many there are
 */
export async function trainStills(
  runtime: Runtime,
  video: Recipe,
  data: AblationData,
  onEpoch: (done: number, total: number) => void,
): Promise<StillsModel> {
  const recipe = stillsRecipe(video);
  const model = modelConfigOf(recipe, { classes: stillClasses });
  const key = randomKey(recipe.seed);
  const stills = drawStills(data, stillsTraining.train, "stills");
  const program = await prepareTraining(runtime, recipe, model, initialState(recipe, model, key), key);
  const stepsPerEpoch = Math.floor(stills.length / stillsTraining.batch);
  const rate = learningRateOf(recipe, stepsPerEpoch);
  try {
    for (let epoch = 0; epoch < stillsTraining.epochs; epoch++) {
      for (let step = 0; step < stepsPerEpoch; step++) {
        const at = { key: foldIn(key, "stills"), epoch, step, batch: stillsTraining.batch, crop: recipe.clip.crop };
        const total = epoch * stepsPerEpoch + step;
        await program.prepare(stillsBatch(stills, at), { step: total, part: 0 }, rate(total))();
      }
      onEpoch(epoch + 1, stillsTraining.epochs);
    }
    const { params } = await program.read();
    return { source: videoSource(model, params), top1: await measure(runtime, data, model, params, recipe) };
  } finally {
    await program.dispose();
  }
}

/** The video model's recipe for single frames, without what the table regularizes by. */
function stillsRecipe(recipe: Recipe): Recipe {
  const [, height, width] = recipe.model.tubelet;
  return overrideRecipe(recipe, [
    ["seed", "0"],
    ["model.variant", "space-time"],
    ["model.tubelet", `1,${height},${width}`],
    ["model.sampledFrames", "0"],
    ["clip.frames", "1"],
    ["clip.stride", "1"],
    ["train.epochs", `${stillsTraining.epochs}`],
    ["train.batch", `${stillsTraining.batch}`],
    ["train.dropPath", "0"],
    ["train.microBatch", "0"],
    ["train.averageDecay", "0"],
    ["train.classWeights", "equal"],
    ["train.mixup", "0"],
    ["train.labelSmoothing", "0.1"],
    ["optimizer.weightDecay", "0.05"],
    ["learningRate.warmupEpochs", "1"],
  ]);
}

async function measure(
  runtime: Runtime,
  data: AblationData,
  model: ModelConfig,
  params: TrainingTensors["params"],
  { clip: { crop } }: Recipe,
): Promise<number> {
  const unseen: Still[] = drawStills(data, stillsTraining.validation, "unseen stills");
  const classifier = await prepareClassifier(runtime, model, params, stillsTraining.validation);
  try {
    const at = { key: randomKey(0), epoch: 0, step: 0, batch: stillsTraining.validation, crop };
    const { video, labels } = stillsBatch(unseen, at);
    return topKAccuracy(await classifier.classify(video, params), [...labels.values], 1);
  } finally {
    await classifier.dispose();
  }
}
