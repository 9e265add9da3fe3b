import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ClipIndex } from "@vivit/datasets";
import type { ClipLoader } from "@vivit/datasets/node";
import { randomKey } from "@vivit/nn";
import { initializeFrom } from "@vivit/weights";
import { modelConfigOf } from "../recipe/model-config.ts";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { findRecipe } from "../recipe/recipes.ts";
import type { EpochRecord } from "../report/run-report.ts";
import { prepareClassifier } from "../run/classifier.ts";
import { scoreSplit } from "../run/evaluate-split.ts";
import { readCheckpoint } from "../run/read-checkpoint.ts";
import type { Runtime } from "../run/runtime.ts";
import { summarize } from "../run/score-clips.ts";
import { type TrainedRun, trainRun } from "../run/train-run.ts";
import { initialParameters } from "../run/training-state.ts";
import { type AblationRun, experimentOf } from "./ablation-results.ts";
import type { AblationRow, AblationTable } from "./ablation-table.ts";
import { ablationRecipe, commonSettings } from "./common-settings.ts";
import type { StillsModel } from "./train-stills.ts";

/** What one run of a row works with. */
export interface RowParts {
  readonly table: AblationTable;
  readonly row: AblationRow;
  readonly seed: number;
  readonly runtime: Runtime;
  readonly index: ClipIndex;
  readonly loader: ClipLoader;
  /** Where runs are written. */
  readonly runs: string;
  /** What rows begin with that ask for it. */
  readonly stills?: StillsModel;
  readonly onEpoch: (record: EpochRecord) => void;
}

/** The recipe of a row. */
export function recipeOf(table: AblationTable, { settings }: AblationRow, seed: number): Recipe {
  return overrideRecipe(findRecipe(ablationRecipe), [
    ...commonSettings,
    ...table.settings,
    ...settings,
    ["seed", `${seed}`],
  ]);
}

/** Train a row with one seed, going on where an earlier try was stopped, and measure it with each number of views. */
export async function trainRow(parts: RowParts): Promise<AblationRun> {
  const { table, row, seed } = parts;
  const recipe = recipeOf(table, row, seed);
  const model = modelConfigOf(recipe, parts.index);
  const experiment = experimentOf(table, row);
  const directory = join(parts.runs, table.name, `${row.name}-seed-${seed}-${experiment}`);
  const from = await readCheckpoint(directory).catch(() => undefined);
  if (!from) await rm(directory, { recursive: true, force: true }); // begun, but nothing was saved
  const { index, loader, runtime, onEpoch } = parts;
  const begin = from ? { from } : beginningOf(parts, recipe);
  const trained = await trainRun({ recipe, model, index, directory, runtime, loader, onEpoch, ...begin });
  return {
    row: row.name,
    seed,
    experiment,
    top1: await measure(parts, model, recipe, trained),
    trainingLoss: trained.epochs.at(-1)!.trainingLoss,
    seconds: Math.round(trained.seconds),
  };
}

function beginningOf({ row, stills, index }: RowParts, recipe: Recipe) {
  if (!row.fromStills || !stills) return {};
  const model = modelConfigOf(recipe, index);
  const target = { config: model, parameters: initialParameters(model, randomKey(recipe.seed)) };
  const { embedding, positions } = recipe.init;
  return { initial: initializeFrom(stills.source, target, { embedding, positions }).parameters };
}

async function measure(
  { table, loader, runtime }: RowParts,
  model: ReturnType<typeof modelConfigOf>,
  recipe: Recipe,
  { tensors: { params } }: TrainedRun,
): Promise<Record<string, number>> {
  const classifier = await prepareClassifier(runtime, model, params, recipe.evaluation.batch);
  try {
    const top1: Record<string, number> = {};
    for (const temporal of table.views) {
      const settings = { split: "validation", views: { temporal, spatial: 1 } } as const;
      top1[temporal] = summarize(await scoreSplit(loader, classifier, params, settings), model).top1;
    }
    return top1;
  } finally {
    await classifier.dispose();
  }
}
