import { type ClipIndex, clipName, type Split } from "@vivit/datasets";
import type { ClipProblem } from "@vivit/datasets/node";
import type { HostTensor } from "@vivit/nn";
import { showProgress } from "../progress.ts";
import { scoreSplit } from "../run/evaluate-split.ts";
import type { SavedModel } from "../run/model-directory.ts";
import { type LoaderResources, openLoader } from "../run/open-loader.ts";
import type { Runtime } from "../run/runtime.ts";
import { prepareFeatureExtractor } from "./feature-extractor.ts";

/** What a model sees in the clips of a split. */
export interface SplitFeatures {
  readonly split: Split;
  /** Names of the clips. */
  readonly clips: readonly string[];
  readonly labels: readonly (readonly number[])[];
  /** [clips, dim], the mean over the views of each clip. */
  readonly features: HostTensor;
}

/** What features are extracted from. */
export interface FeatureRun {
  readonly runtime: Runtime;
  readonly saved: SavedModel;
  readonly index: ClipIndex;
  readonly splits: readonly Split[];
  readonly batch: number;
  readonly data: LoaderResources;
}

/** Extract the features of every clip of some splits, one split after the other. */
export async function extractSplits(
  run: FeatureRun,
): Promise<{ splits: SplitFeatures[]; problems: readonly ClipProblem[] }> {
  const { runtime, saved, index, batch, data } = run;
  const { temporalViews: temporal, spatialViews: spatial } = saved.preprocessing;
  const loader = openLoader(index, saved.preprocessing, data);
  const extractor = await prepareFeatureExtractor(runtime, saved, batch);
  const clips = index.entries.filter(({ split }) => run.splits.includes(split)).length;
  const progress = showProgress("features", clips * temporal * spatial, "views");
  let done = 0;
  const onViews = () => progress.update(++done);
  try {
    const splits: SplitFeatures[] = [];
    for (const split of run.splits) {
      const settings = { split, views: { temporal, spatial }, onViews };
      const { entries, labels, logits: features } = await scoreSplit(loader, extractor, saved.parameters, settings);
      splits.push({ split, clips: entries.map((entry) => clipName(index.entries[entry]!)), labels, features });
    }
    return { splits, problems: loader.problems };
  } finally {
    progress.stop();
    await Promise.all([loader.dispose(), extractor.dispose()]);
  }
}
