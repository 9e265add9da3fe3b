import { extractFeatures } from "@vivit/models";
import { foldIn, type HostTensor, hostTensor, randomKey } from "@vivit/nn";
import type { FolderModel } from "@vivit/weights";
import type { Runtime } from "../runtimes/open-runtime.ts";
import type { Example } from "./examples.ts";
import { randomView } from "./random-views.ts";

/** Views of each clip: other windows and crops of the same. */
const viewsPerClip = 4;

/** Features of clips and the class of each. */
export interface LabeledFeatures {
  /** [clips, dim] */
  readonly features: HostTensor;
  readonly labels: readonly number[];
}

/** What a model makes of several views of every clip, before its head. */
export async function featuresOf(
  runtime: Runtime,
  { model, parameters, preprocessing }: FolderModel,
  examples: readonly Example[],
  onProgress: (share: number) => void,
): Promise<LabeledFeatures> {
  await runtime.activate();
  const { frames, height, width } = model.clip;
  const clip = { dtype: "float32", shape: [1, frames, height, width, model.channels] };
  const extract = await runtime.prepareModel(
    (params, video) => extractFeatures(video, params, model),
    parameters,
    clip,
  );
  const rows: Float32Array[] = [];
  const labels: number[] = [];
  try {
    for (const [at, example] of examples.entries())
      for (let view = 0; view < viewsPerClip; view++) {
        const video = randomView(example, preprocessing, foldIn(foldIn(randomKey(1), at), view));
        rows.push(((await extract.run(video)) as HostTensor).values.slice() as Float32Array);
        labels.push(example.label);
        onProgress(rows.length / (examples.length * viewsPerClip));
      }
  } finally {
    await extract.dispose();
  }
  return { features: stack(rows), labels };
}

function stack(rows: readonly Float32Array[]): HostTensor {
  const dim = rows[0]!.length;
  const values = new Float32Array(rows.length * dim);
  for (const [at, row] of rows.entries()) values.set(row, at * dim);
  return hostTensor(values, [rows.length, dim]);
}
