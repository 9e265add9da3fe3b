import { DecodeError, DecodePool, loadViews } from "@vivit/datasets/node";
import { type HostTensor, hostTensor } from "@vivit/nn";
import { averageViews, softmaxScores, topClasses } from "@vivit/training";
import { type Classifier, prepareClassifier } from "./classifier.ts";
import type { SavedModel } from "./model-directory.ts";
import type { Runtime } from "./runtime.ts";

/** What a file shows, the likeliest class first, or why that cannot be said. */
export interface Prediction {
  readonly file: string;
  readonly scores: readonly { readonly label: string; readonly score: number }[];
  readonly failure?: string;
}

/** Score files one by one; a file that does not decode is said to have failed and the others go on. */
export async function predictFiles(
  runtime: Runtime,
  saved: SavedModel,
  files: readonly string[],
  top: number,
): Promise<Prediction[]> {
  const { temporalViews: temporal, spatialViews: spatial, range } = saved.preprocessing;
  const classifier = await prepareClassifier(runtime, saved.model, saved.parameters, temporal * spatial, range);
  const pool = new DecodePool({ workers: Math.min(2, files.length) });
  try {
    const predictions: Prediction[] = [];
    for (const file of files) predictions.push(await predictFile(classifier, saved, pool, file, top));
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
    const logits = await classifier.classify(video, saved.parameters);
    return { file, scores: rank(logits, saved.labels, top) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { file, scores: [], failure: error.message };
  }
}

/** Average the views, make probabilities, name the likeliest. */
function rank(logits: HostTensor, labels: readonly string[], top: number) {
  const [views, classes] = logits.shape as [number, number];
  const mean = averageViews(hostTensor(Float32Array.from(logits.values), [1, views, classes]));
  const { values } = softmaxScores(mean);
  return topClasses(values, top).map((id) => ({ label: labels[id]!, score: values[id]! }));
}
