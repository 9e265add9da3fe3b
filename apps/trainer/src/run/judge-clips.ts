import { join } from "node:path";
import type { ClipIndex } from "@vivit/datasets";
import { DecodePool } from "@vivit/datasets/node";
import type { ModelConfig } from "@vivit/models";
import { topClasses } from "@vivit/training";
import type { JudgedClip } from "../report/run-report.ts";
import { type AttentiveModel, attentionStrips } from "./attention-strips.ts";
import type { SplitScores } from "./evaluate-split.ts";
import { filmStrip } from "./film-strip.ts";
import type { Runtime } from "./runtime.ts";
import { headRanges, isRight, probabilitiesOf, rowOf } from "./score-clips.ts";

/** Rows of the clips to which the model gave their own class the least probability, among those it got wrong. */
export function mostWrong(scores: SplitScores, model: ModelConfig, count: number): number[] {
  return rank(scores, model, false)
    .sort((a, b) => a.score - b.score)
    .slice(0, count)
    .map(({ row }) => row);
}

/** Rows of the clips to which the model gave their own class the most probability, among those it got right. */
export function mostRight(scores: SplitScores, model: ModelConfig, count: number): number[] {
  return rank(scores, model, true)
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ row }) => row);
}

function rank({ logits, labels }: SplitScores, model: ModelConfig, wanted: boolean): { row: number; score: number }[] {
  return labels.flatMap((own, row) => {
    const values = probabilitiesOf(rowOf(logits, row), model);
    const right = isRight(rowOf(logits, row), own, model);
    return right === wanted ? [{ row, score: Math.min(...own.map((id) => values[id]!)) }] : [];
  });
}

/** Chosen clips with what the model says of them, a film strip each, and what counted for it where that can be shown. */
export async function judgeClips(
  runtime: Runtime,
  saved: AttentiveModel,
  index: ClipIndex,
  scores: SplitScores,
  rows: readonly number[],
): Promise<JudgedClip[]> {
  const judged = await judgeAll(index, saved, scores, rows);
  const entries = rows.map((row) => index.entries[scores.entries[row]!]!);
  try {
    const strips = await attentionStrips(runtime, saved, index, entries);
    return judged.map((clip, at) => ({ ...clip, attention: strips[at]! }));
  } catch (error) {
    process.stderr.write(`notice: the page goes without attention: ${(error as Error).message}\n`);
    return judged; // a picture less must not cost a finished run
  }
}

async function judgeAll(
  index: ClipIndex,
  { model, preprocessing }: AttentiveModel,
  scores: SplitScores,
  rows: readonly number[],
): Promise<JudgedClip[]> {
  const pool = new DecodePool({ workers: 1 });
  try {
    return await Promise.all(
      rows.map(async (row) => {
        const { path, labels, part } = index.entries[scores.entries[row]!]!;
        const own = probabilitiesOf(rowOf(scores.logits, row), model);
        const best = bestOf(own, model).map((id) => ({ label: index.classes[id]!, score: own[id]! }));
        const strip = await filmStrip(pool, join(index.directory, ...path.split("/")), preprocessing, part);
        return { path, truth: labels.map((label) => index.classes[label]).join(", "), predicted: best, strip };
      }),
    );
  } finally {
    await pool.dispose();
  }
}

/** The three best classes, or the best of each head. */
function bestOf(values: Float32Array, model: ModelConfig): number[] {
  const heads = headRanges(model);
  const shown = heads.length === 1 ? 3 : 1;
  return heads.flatMap(({ begin, end }) => topClasses(values.subarray(begin, end), shown).map((id) => begin + id));
}
