import { DecodeError, DecodePool, loadViews } from "@vivit/datasets/node";
import { type Classifier, prepareClassifier } from "../run/classifier.ts";
import type { SavedModel } from "../run/model-directory.ts";
import type { Runtime } from "../run/runtime.ts";
import { type RankedClass, rankClasses } from "./rank-classes.ts";

/** What a file shows, the likeliest class first, or why that cannot be said. */
export interface Prediction {
  readonly file: string;
  readonly scores: readonly RankedClass[];
  readonly failure?: string;
}

/** Score files one by one; a file that does not decode is said to have failed and the others go on. */
export async function predictFiles(
  runtime: Runtime,
  saved: SavedModel,
  files: readonly string[],
  top: number,
  onFile: (done: number) => void = () => {},
): Promise<Prediction[]> {
  const { temporalViews: temporal, spatialViews: spatial, range } = saved.preprocessing;
  const classifier = await prepareClassifier(runtime, saved.model, saved.parameters, temporal * spatial, range);
  const pool = new DecodePool({ workers: Math.min(2, files.length) });
  try {
    const predictions: Prediction[] = [];
    for (const file of files) {
      predictions.push(await predictFile(classifier, saved, pool, file, top));
      onFile(predictions.length);
    }
    return predictions;
  } finally {
    await Promise.all([classifier.dispose(), pool.dispose()]);
  }
}

async function predictFile(
  classifier: Classifier,
  saved: SavedModel,
  pool: DecodePool,
  file: string,
  top: number,
): Promise<Prediction> {
  const { temporalViews: temporal, spatialViews: spatial, range: _, ...shape } = saved.preprocessing;
  try {
    const video = await loadViews(file, { ...shape, views: { temporal, spatial }, pool });
    return { file, scores: rankClasses(await classifier.classify(video, saved.parameters), saved, top) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { file, scores: [], failure: error.message };
  }
}
