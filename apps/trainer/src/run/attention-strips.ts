import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs-core";
import type { ClipEntry, ClipIndex } from "@vivit/datasets";
import { DecodePool, loadViews } from "@vivit/datasets/node";
import { inspectModel, type ModelConfig, type ModelParams } from "@vivit/models";
import type { HostTensor, Tree } from "@vivit/nn";
import { type Preprocessing, toRange } from "@vivit/weights";
import { drawAttention } from "../report/draw-attention.ts";
import type { FilmStrip } from "../report/run-report.ts";
import type { Runtime } from "./runtime.ts";

/** A trained model and how it looks at clips. */
export interface AttentiveModel {
  readonly model: ModelConfig;
  readonly parameters: Tree<HostTensor>;
  readonly preprocessing: Preprocessing;
}

/**
 * Strips of what the model saw of clips, with what counted for its answer drawn over it: attention rollout.
 *
 * @returns a strip for each clip
 */
export async function attentionStrips(
  runtime: Runtime,
  { model, parameters, preprocessing }: AttentiveModel,
  index: ClipIndex,
  clips: readonly ClipEntry[],
): Promise<FilmStrip[]> {
  const { frames, height, width } = model.clip;
  const inputs = { parameters, video: { dtype: "float32", shape: [1, frames, height, width, model.channels] } };
  const rollOut = (at: { parameters: Tree<tf.Tensor>; video: tf.Tensor5D }) => ({
    rollout: inspectModel(at.video, at.parameters as ModelParams, model, { rollout: true }).rollout!,
  });
  const pool = new DecodePool({ workers: 1 });
  const program = await runtime.prepare(rollOut as never, inputs);
  try {
    const drawn: FilmStrip[] = [];
    for (const { path, part } of clips) {
      const settings = { ...preprocessing, views: one, pool, ...(part ? { part } : {}) };
      const video = await loadViews(join(index.directory, ...path.split("/")), settings);
      const results = await program.run({ parameters, video: toRange(video, preprocessing.range) } as never);
      const { rollout } = results as unknown as { rollout: HostTensor };
      drawn.push(drawAttention(video, rollout));
    }
    return drawn;
  } finally {
    await Promise.all([program.dispose(), pool.dispose()]);
  }
}

const one = { temporal: 1, spatial: 1 } as const;
