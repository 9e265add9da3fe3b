import { Command } from "commander";
import { assessScores } from "../run/assess-scores.ts";
import type { ViewAverage } from "../run/evaluate-split.ts";
import { describeEvaluation, evaluationResult, pageOf } from "../scores/describe-evaluation.ts";
import { fuseDumps } from "../scores/fuse-dumps.ts";
import { readScoreDump } from "../scores/score-dump.ts";
import { writeEvaluation } from "../scores/write-evaluation.ts";
import { UsageError } from "../usage-error.ts";
import { averageOption } from "./evaluate.ts";

interface FuseOptions {
  readonly weights?: readonly number[];
  readonly average: ViewAverage;
  readonly out?: string;
  readonly json?: boolean;
}

/** `vivit fuse FILE…`: what several models say together. */
export function fuseCommand(): Command {
  return new Command("fuse")
    .description("measure what several models say together, from the scores that evaluate --out wrote")
    .argument("<files...>", "scores.safetensors of each model, on the same clips")
    .option("--weights <list>", "how much each counts, such as 2,1; all alike unless given", parseWeights)
    .addOption(averageOption("what is averaged over the models", "probabilities"))
    .option("--out <dir>", "write JSON, CSV, the fused scores and a report page there")
    .option("--json", "print the result as JSON")
    .action(fuse);
}

function parseWeights(text: string): number[] {
  const weights = text.split(",").map(Number);
  if (weights.some((weight) => !(weight >= 0)) || !weights.some((weight) => weight > 0))
    throw new UsageError(`--weights: expected numbers of 0 or more, not all 0, such as 2,1, got ${text}`);
  return weights;
}

async function fuse(files: string[], { weights, average, out, json }: FuseOptions): Promise<void> {
  const dumps = await Promise.all(files.map(async (path) => ({ path, ...(await readScoreDump(path)) })));
  const dump = fuseDumps(dumps, weights, average);
  const { classes, kind, clips } = dump;
  const assessment = assessScores(dump, classes, kind, `${files.length} models fused`);
  const told = { clips: clips.length };
  const result = evaluationResult(assessment, told);
  if (out) {
    const page = {
      ...pageOf(assessment),
      name: files.join(" + "),
      data: `${clips.length} clips`,
      command: ["vivit", ...process.argv.slice(2)].join(" "),
      finished: new Date(),
      classes,
      clips: clips.length,
      worst: [],
    };
    await writeEvaluation(out, { result, dump, assessment, page });
  }
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : describeEvaluation(assessment, told, out));
}
