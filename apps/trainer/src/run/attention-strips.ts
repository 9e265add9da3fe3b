import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs-core";
import type { ClipIndex } from "@vivit/datasets";
import { DecodePool, loadViews } from "@vivit/datasets/node";
import { inspectModel, type ModelConfig, type ModelParams } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { type Preprocessing, toRange } from "@vivit/weights";
import { drawAttention } from "../report/draw-attention.ts";
import type { JudgedClip } from "../report/run-report.ts";
import type { Runtime } from "./runtime.ts";

/** A trained model and how it looks at clips. */
export interface AttentiveModel {
  readonly model: ModelConfig;
  readonly parameters: Tree<HostTensor>;
  readonly preprocessing: Preprocessing;
}

/** Add to each clip a strip of what the model saw, with what counted for its answer drawn over it: attention rollout. */
export async function addAttention(
  runtime: Runtime,
  { model, parameters, preprocessing }: AttentiveModel,
  index: ClipIndex,
  clips: readonly JudgedClip[],
): Promise<JudgedClip[]> {
  const { frames, height, width } = model.clip;
  const inputs = { parameters, video: { dtype: "float32", shape: [1, frames, height, width, model.channels] } };
  const rollOut = (at: { parameters: Tree<tf.Tensor>; video: tf.Tensor5D }) => ({
    rollout: inspectModel(at.video, at.parameters as ModelParams, model, { rollout: true }).rollout!,
  });
  const pool = new DecodePool({ workers: 1 });
  const program = await runtime.prepare(rollOut as never, inputs);
  try {
    const drawn: JudgedClip[] = [];
    for (const clip of clips) {
      const video = await loadViews(join(index.directory, ...clip.path.split("/")), {
        ...preprocessing,
        views: one,
        pool,
      });
      const results = await program.run({ parameters, video: toRange(video, preprocessing.range) } as never);
      const { rollout } = results as unknown as { rollout: HostTensor };
      drawn.push({ ...clip, attention: drawAttention(video, rollout) });
    }
    return drawn;
  } finally {
    await Promise.all([program.dispose(), pool.dispose()]);
  }
}

const one = { temporal: 1, spatial: 1 } as const;
