import type * as tf from "@tensorflow/tfjs-core";
import { inspectModel, type Mixing, type ModelConfig } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { checkBuffers } from "../runtimes/check-buffers.ts";
import type { Runtime } from "../runtimes/open-runtime.ts";

/** What the inside of a model shows for one clip, in plain numbers. */
export interface Insight {
  readonly logits: HostTensor;
  /** [1, steps, rows, columns] */
  readonly rollout: HostTensor;
  /** Attention weights by layer, as `inspectModel` gives them; absent where they are too large. */
  readonly attention?: Readonly<Partial<Record<Mixing, Readonly<Record<number, HostTensor>>>>>;
}

/** A model that shows its inside. */
export interface Inspector {
  /** @param video [1, frames, height, width, 3] */
  inspect(video: HostTensor): Promise<Insight>;
  dispose(): Promise<void>;
}

/** Bytes of attention weights that are still read. */
const mostBytes = 64 * 2 ** 20;

/** Prepare a model that shows its inside. */
export async function prepareInspector(
  runtime: Runtime,
  { model, parameters }: { model: ModelConfig; parameters: Tree<HostTensor> },
): Promise<Inspector> {
  await checkBuffers(runtime.name, model);
  await runtime.activate();
  const { frames, height, width } = model.clip;
  const clip = { dtype: "float32", shape: [1, frames, height, width, model.channels] };
  const attention = attentionBytes(model) <= mostBytes ? { attention: "all" as const } : {};
  const look = (params: Tree<tf.Tensor>, video: tf.Tensor5D) => {
    const { features: _, ...shown } = inspectModel(video, params, model, { rollout: true, ...attention });
    return shown;
  };
  const program = await runtime.prepareModel(look, parameters, clip);
  return {
    async inspect(video) {
      await runtime.activate();
      return (await program.run(video)) as Insight;
    },
    dispose: () => program.dispose(),
  };
}

/** Bytes of the attention weights of all layers, at most: as if every token attended to every other. */
function attentionBytes({ clip, tubelet, encoder }: ModelConfig): number {
  const tokens = (clip.frames / tubelet.frames) * (clip.height / tubelet.height) * (clip.width / tubelet.width) + 1;
  return 4 * encoder.depth * encoder.heads * tokens ** 2;
}
