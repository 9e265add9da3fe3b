import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { meanAveragePrecision, topClasses } from "@vivit/training";
import { type EvaluationPage, renderEvaluation } from "../report/render-evaluation.ts";
import type { Assessment } from "../run/assess-scores.ts";
import { headRanges, probabilitiesOf, rowOf } from "../run/score-clips.ts";
import { writeJson } from "../run/write-json.ts";
import { type ScoreDump, writeScoreDump } from "./score-dump.ts";
import { csvNumber, writeCsv } from "./write-csv.ts";

/** What is written of an evaluation. */
export interface WrittenEvaluation {
  /** The numbers, as `--json` prints them. */
  readonly result: object;
  readonly dump: ScoreDump;
  readonly assessment: Assessment;
  readonly page: EvaluationPage;
}

/**
 * Write an evaluation into a folder: `evaluation.json`, `classes.csv`, `confusion.csv`, `clips.csv`, `scores.csv`,
 * `scores.safetensors` and `report.html`.
 */
export async function writeEvaluation(
  folder: string,
  { result, dump, assessment, page }: WrittenEvaluation,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, "evaluation.json"), result);
  await writeScoreDump(join(folder, "scores.safetensors"), dump);
  await writeClasses(join(folder, "classes.csv"), dump, assessment);
  const { confusion } = assessment.evaluation;
  const rows = confusion.map((row, truth) => [dump.classes[truth], ...row]);
  await writeCsv(join(folder, "confusion.csv"), ["true class", ...dump.classes], rows);
  await writeClips(folder, dump);
  await writeFile(join(folder, "report.html"), renderEvaluation(page));
}

async function writeClasses(path: string, dump: ScoreDump, { evaluation }: Assessment): Promise<void> {
  const { perClass } = meanAveragePrecision(dump.logits, dump.labels);
  const rows = evaluation.perClass.map(({ name, clips, recall, precision }, id) => [
    name,
    clips,
    ...[recall, precision, perClass[id]!].map(csvNumber),
  ]);
  await writeCsv(path, ["class", "clips", "recall", "precision", "average precision"], rows);
}

async function writeClips(folder: string, dump: ScoreDump): Promise<void> {
  const { classes, kind, clips, labels, logits } = dump;
  const truth = (clip: number) => labels[clip]!.map((id) => classes[id]).join("; ");
  const heads = headRanges(kind);
  const predicted = heads.flatMap(({ name }) => [`predicted ${name}`.trim(), `probability ${name}`.trim()]);
  const best = (clip: number) => {
    const row = probabilitiesOf(rowOf(logits, clip), kind);
    return heads.flatMap(({ begin, end }) => {
      const id = begin + topClasses(row.subarray(begin, end), 1)[0]!;
      return [classes[id], csvNumber(row[id]!)];
    });
  };
  const rows = clips.map((clip, at) => [clip, truth(at), ...best(at)]);
  await writeCsv(join(folder, "clips.csv"), ["clip", "true class", ...predicted], rows);
  const scores = clips.map((clip, at) => [clip, truth(at), ...Array.from(rowOf(logits, at), csvNumber)]);
  await writeCsv(join(folder, "scores.csv"), ["clip", "true class", ...classes], scores);
}
