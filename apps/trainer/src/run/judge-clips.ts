import { join } from "node:path";
import type { ClipIndex } from "@vivit/datasets";
import { DecodePool } from "@vivit/datasets/node";
import { softmaxScores, topClasses } from "@vivit/training";
import type { Preprocessing } from "@vivit/weights";
import type { JudgedClip } from "../report/run-report.ts";
import type { SplitScores } from "./evaluate-split.ts";
import { filmStrip } from "./film-strip.ts";

/** Rows of the clips to which the model gave their own class the least probability, among those it got wrong. */
export function mostWrong({ logits, labels }: SplitScores, count: number): number[] {
  const { values, shape } = softmaxScores(logits);
  const classes = shape[1]!;
  const scoreOfTruth = (row: number) => values[row * classes + labels[row]!]!;
  const isWrong = (row: number) =>
    topClasses(values.subarray(row * classes, (row + 1) * classes), 1)[0] !== labels[row];
  return labels
    .map((_, row) => row)
    .filter(isWrong)
    .sort((a, b) => scoreOfTruth(a) - scoreOfTruth(b))
    .slice(0, count);
}

/** Chosen clips with what the model says of them and a film strip each. */
export async function judgeClips(
  index: ClipIndex,
  scores: SplitScores,
  rows: readonly number[],
  preprocessing: Preprocessing,
): Promise<JudgedClip[]> {
  const { values, shape } = softmaxScores(scores.logits);
  const classes = shape[1]!;
  const pool = new DecodePool({ workers: 1 });
  try {
    return await Promise.all(
      rows.map(async (row) => {
        const { path, labels } = index.entries[scores.entries[row]!]!;
        const own = values.subarray(row * classes, (row + 1) * classes);
        const predicted = topClasses(own, 3).map((id) => ({ label: index.classes[id]!, score: own[id]! }));
        const strip = await filmStrip(pool, join(index.directory, ...path.split("/")), preprocessing);
        return { path, truth: labels.map((label) => index.classes[label]).join(", "), predicted, strip };
      }),
    );
  } finally {
    await pool.dispose();
  }
}
