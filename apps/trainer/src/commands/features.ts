import type { Split } from "@vivit/datasets";
import { Command, Option } from "commander";
import { openDataSet } from "../data/open-data-set.ts";
import { probeLinearly } from "../features/linear-probe.ts";
import { extractSplits, type SplitFeatures } from "../features/split-features.ts";
import { checkFeaturePath, writeFeatures } from "../features/write-features.ts";
import { groupProblems } from "../run/group-problems.ts";
import { readModelDirectory } from "../run/model-directory.ts";
import { openRuntime, type RuntimeName } from "../run/runtime.ts";
import { chanceOf, type ScoreKind } from "../run/score-clips.ts";
import { locateModel } from "../source/locate-model.ts";
import { UsageError } from "../usage-error.ts";
import { addRuntimeOptions, positiveInteger } from "./train.ts";

interface FeaturesOptions {
  readonly model: string;
  readonly data?: string;
  readonly split: Split | "all";
  readonly out?: string;
  readonly probe?: boolean;
  readonly batch: number;
  readonly runtime: RuntimeName;
  readonly threads?: number;
  readonly json?: boolean;
}

/** `vivit features --data DIR --out FILE`: what a model sees in each clip, as numbers. */
export function featuresCommand(): Command {
  const command = new Command("features")
    .description("write what a model sees in each clip as numbers, one row a clip; measure a linear classifier on them")
    .option("--model <dir>", "a trained model: its directory, or hf:owner/name", "runs/motions")
    .option("--data <dir>", "the folder of videos; its classes may be others than the model's")
    .addOption(
      new Option("--split <name>", "which clips").choices(["all", "train", "validation", "test"]).default("all"),
    )
    .option("--out <file>", "where to: .npy (rows named in a .csv beside it) or .parquet")
    .option("--probe", "train a linear classifier on the training clips' features and measure it on validation")
    .option("--batch <n>", "views in one call of the model", positiveInteger("--batch"), 16);
  return addRuntimeOptions(command).action(features);
}

async function features(options: FeaturesOptions): Promise<void> {
  const { model, data, out, probe, batch, runtime: name, threads, json } = options;
  if (!data) throw new UsageError("features: expected a folder of videos, got none; give --data DIR");
  if (!out && !probe) throw new UsageError("features: expected --out FILE or --probe, got neither");
  if (out) checkFeaturePath(out);
  const saved = await readModelDirectory(await locateModel(model));
  for (const notice of saved.notices) process.stderr.write(`notice: ${notice}\n`);
  const { index } = openDataSet(data);
  const runtime = await openRuntime(name, threads);
  const resources = { cacheMegabytes: 0, workers: 2, maxBadFraction: 0.05 };
  const splits = splitsOf(index.entries, probe ? "all" : options.split);
  const extracted = await extractSplits({ runtime, saved, index, splits, batch, data: resources });
  if (out) await writeFeatures(out, extracted.splits, index.classes);
  const [clips, dim] = sizesOf(extracted.splits);
  const kind = { classes: index.classes.length, ...headsOf(index) };
  const probed = probe
    ? await runProbe(extracted.splits, kind, (...pair) => probeLinearly(runtime, ...pair, kind))
    : {};
  const result = { clips, dim, ...(out ? { out } : {}), ...probed, skipped: groupProblems(extracted.problems) };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : describe(result));
}

/** The splits that have clips. @throws UsageError if none has */
function splitsOf(entries: readonly { readonly split: Split }[], wanted: Split | "all"): Split[] {
  const present = (["train", "validation", "test"] as const).filter(
    (split) => (wanted === "all" || split === wanted) && entries.some((entry) => entry.split === split),
  );
  if (present.length > 0) return present;
  throw new UsageError(`features: expected ${wanted === "all" ? "clips" : `${wanted} clips`}, found none; see --split`);
}

function headsOf({ heads, severalLabels }: { heads?: ScoreKind["classSplits"]; severalLabels?: boolean }) {
  return { ...(heads ? { classSplits: heads } : {}), ...(severalLabels ? { severalLabels } : {}) };
}

function sizesOf(splits: readonly SplitFeatures[]): [clips: number, dim: number] {
  return [splits.reduce((sum, { clips }) => sum + clips.length, 0), splits[0]?.features.shape[1] ?? 0];
}

async function runProbe(
  splits: readonly SplitFeatures[],
  kind: ScoreKind,
  run: (training: SplitFeatures, measured: SplitFeatures) => ReturnType<typeof probeLinearly>,
) {
  const [training, measured] = (["train", "validation"] as const).map((name) =>
    splits.find(({ split }) => split === name),
  );
  if (!training || !measured)
    throw new UsageError("features: --probe expected training and validation clips; give a folder with train and val");
  return { probe: { ...(await run(training, measured)), chance: chanceOf(kind, measured.labels) } };
}

type Result = {
  readonly clips: number;
  readonly dim: number;
  readonly out?: string;
  readonly probe?: { readonly top1: number; readonly chance: number };
};

function describe({ clips, dim, out, probe }: Result): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `${clips} clips, ${dim} features each${out ? `, in ${out}` : ""}`,
    ...(probe
      ? [`linear probe  ${percent(probe.top1)} of the validation clips (chance ${percent(probe.chance)})`]
      : []),
    "",
  ].join("\n");
}
