import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { writeJson } from "../run/write-json.ts";
import type { AblationRow, AblationTable } from "./ablation-table.ts";
import { ablationRecipe, commonSettings, dataOf } from "./common-settings.ts";
import { stillsTraining } from "./stills-training.ts";

const runSchema = z.object({
  row: z.string(),
  seed: z.int().min(0),
  /** Of `experimentOf`: a row that is changed is run again. */
  experiment: z.string(),
  /** Accuracy by number of views, in [0, 1]. */
  top1: z.record(z.string(), z.number().min(0).max(1)),
  /** Of the last epoch's training. */
  trainingLoss: z.number(),
  /** Spent training. */
  seconds: z.number(),
});

const resultsSchema = z.object({
  table: z.string(),
  runs: z.array(runSchema),
  /** Milliseconds to classify one clip, by row: medians, measured in turn. */
  milliseconds: z.record(z.string(), z.number()).optional(),
  /** Where that was measured. */
  machine: z.string().optional(),
});

/** One trained and measured model. */
export type AblationRun = z.infer<typeof runSchema>;

/** What is known of a table so far; lies beside the page. */
export type AblationResults = z.infer<typeof resultsSchema>;

/** A short name for everything that a row's runs depend on but the seed. */
export function experimentOf(table: AblationTable, { settings, fromStills }: AblationRow): string {
  const declared = [
    ablationRecipe,
    dataOf(table),
    commonSettings,
    table.settings,
    settings,
    table.clipsPerClass,
    fromStills && stillsTraining,
  ];
  return createHash("sha256").update(JSON.stringify(declared)).digest("hex").slice(0, 8);
}

/**
 * Read what is known of a table; nothing if there is no file.
 *
 * @throws Error if the file is damaged
 */
export async function readResults(path: string, { name }: AblationTable): Promise<AblationResults> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return { table: name, runs: [] };
  try {
    return resultsSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `ablate: ${path} does not hold results (${(error as Error).message.split("\n")[0]}); remove it to run ${name} again`,
    );
  }
}

/** Write what is known of a table, in one piece. */
export async function writeResults(path: string, results: AblationResults): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeJson(path, results);
}

/** The runs of a row that are still what the table asks for. */
export function runsOf(table: AblationTable, row: AblationRow, { runs }: AblationResults): AblationRun[] {
  const experiment = experimentOf(table, row);
  return runs.filter((run) => run.row === row.name && run.experiment === experiment);
}
