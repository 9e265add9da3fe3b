import { type ClipIndex, stillClasses } from "@vivit/datasets";
import type { ClipLoader } from "@vivit/datasets/node";
import type { Recipe } from "../recipe/recipe-schema.ts";
import { openLoader } from "../run/open-loader.ts";
import { preprocessingOf } from "../run/preprocessing-of.ts";
import type { Runtime } from "../run/runtime.ts";
import { type AblationResults, type AblationRun, runsOf } from "./ablation-results.ts";
import type { AblationRow, AblationTable } from "./ablation-table.ts";
import { dataOf } from "./common-settings.ts";
import { cutIndex } from "./cut-index.ts";
import { recipeOf, trainRow } from "./train-row.ts";
import { type StillsModel, trainStills } from "./train-stills.ts";

/** What a table is run with. */
export interface TableRun {
  readonly table: AblationTable;
  /** The whole data set; the table takes its share. */
  readonly index: ClipIndex;
  readonly seeds: number;
  readonly runtime: Runtime;
  /** Where runs are written. */
  readonly runs: string;
  readonly results: AblationResults;
  /** Called with each run once it is measured, before the next begins. */
  readonly onRun: (run: AblationRun) => Promise<void>;
  readonly onEpoch: (progress: TableProgress) => void;
  readonly say: (line: string) => void;
}

/** How far a table has come. */
export interface TableProgress {
  readonly row: string;
  readonly seed: number;
  readonly epoch: number;
  readonly trainingLoss: number;
}

/**
 * The runs that are still to be done: first those that decide what the table is expected to show, then the others, each seed by
 * seed, so that a table that is stopped early says most.
 */
export function missingRuns(table: AblationTable, results: AblationResults, seeds: number) {
  const expected = new Set(table.claims.flatMap(({ better, worse }) => [better, worse]));
  const decisive = table.rows.filter(({ name }) => expected.has(name));
  const others = table.rows.filter(({ name }) => !expected.has(name));
  return [decisive, others].flatMap((rows) =>
    Array.from({ length: seeds }, (_, seed) => seed).flatMap((seed) =>
      rows.filter((row) => !runsOf(table, row, results).some((run) => run.seed === seed)).map((row) => ({ row, seed })),
    ),
  );
}

/** Train and measure what is missing of a table. Decoded clips stay in memory from one run to the next. */
export async function runTable(run: TableRun): Promise<void> {
  const { table, results, seeds, runtime, runs, onRun, onEpoch } = run;
  const index = cutIndex(run.index, table.clipsPerClass);
  const missing = missingRuns(table, results, seeds);
  const stills = await stillsFor(run, missing);
  const loaders = sharedLoader(index);
  try {
    for (const { row, seed } of missing) {
      const loader = await loaders.open(recipeOf(table, row, seed));
      const epoch = (record: { epoch: number; trainingLoss: number }) =>
        onEpoch({ row: row.name, seed, epoch: record.epoch, trainingLoss: record.trainingLoss });
      const parts = { table, row, seed, runtime, index, loader, runs, onEpoch: epoch, ...(stills ? { stills } : {}) };
      await onRun(await trainRow(parts));
    }
  } finally {
    await loaders.close();
  }
}

async function stillsFor(
  { table, runtime, say }: TableRun,
  missing: readonly { readonly row: AblationRow }[],
): Promise<StillsModel | undefined> {
  const first = missing.find(({ row }) => row.fromStills);
  if (!first) return undefined;
  const base = recipeOf({ ...table, settings: [] }, { ...first.row, settings: [] }, 0);
  const stills = await trainStills(runtime, base, dataOf(table), () => {});
  say(`image model of stills: top-1 ${(100 * stills.top1).toFixed(1)} % of ${stillClasses.length} classes`);
  return stills;
}

/** One loader at a time: the next run's, the last one's as long as both want the same of it. */
function sharedLoader(index: ClipIndex) {
  let [wanted, loader]: [string, ClipLoader | undefined] = ["", undefined];
  const close = async () => loader?.dispose();
  return {
    async open(recipe: Recipe): Promise<ClipLoader> {
      const wants = JSON.stringify([recipe.clip, recipe.augmentation, recipe.data]);
      if (!loader || wants !== wanted) {
        await close();
        loader = openLoader(index, preprocessingOf(recipe), recipe.data, recipe.augmentation);
        wanted = wants;
      }
      return loader;
    },
    close,
  };
}
