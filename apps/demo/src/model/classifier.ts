import { applyModel } from "@vivit/models";
import type { HostTensor } from "@vivit/nn";
import type { FolderModel } from "@vivit/weights";
import { checkBuffers } from "../runtimes/check-buffers.ts";
import type { Runtime } from "../runtimes/open-runtime.ts";

/** A model ready to score one clip at a time on one runtime. */
export interface Classifier {
  /** [1, frames, height, width, 3] → logits [classes] */
  classify(video: HostTensor): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * Prepare a model for clips.
 *
 * @throws RangeError if a buffer would be larger than the device takes, or memory is short
 */
export async function prepareClassifier(runtime: Runtime, { model, parameters }: FolderModel): Promise<Classifier> {
  await checkBuffers(runtime.name, model);
  await runtime.activate();
  const { frames, height, width } = model.clip;
  const clip = { dtype: "float32", shape: [1, frames, height, width, model.channels] };
  const program = await runtime.prepareModel((params, video) => applyModel(video, params, model), parameters, clip);
  return {
    async classify(video) {
      await runtime.activate();
      return ((await program.run(video)) as HostTensor).values as Float32Array;
    },
    dispose: () => program.dispose(),
  };
}
