import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { modelInput } from "@vivit/demo/model-input";
import type { BundledModel } from "@vivit/demo/models";
import { applyModel, type ModelParams } from "@vivit/models";
import { type HostTensor, mapTree, toTensor } from "@vivit/nn";
import { bytesSource, type FolderModel, readModelFolder } from "@vivit/weights";
import { demoClip } from "./demo-clip.ts";

/** Logits of the clip of the tests by a model that comes with the demo. */
export async function scoreInNode(name: BundledModel): Promise<number[]> {
  const model = await readBundledModel(name);
  return scoreViews(model, modelInput(demoClip(), 0, model.preprocessing));
}

/**
 * Mean logits of the views of a clip, on TensorFlow.js's cpu backend.
 *
 * @param views [views, frames, height, width, 3]
 */
export async function scoreViews({ model, parameters }: FolderModel, views: HostTensor): Promise<number[]> {
  const logits = tf.tidy(() => {
    const params = mapTree(parameters, (leaf) => toTensor(leaf as never)) as ModelParams;
    return tf.mean(applyModel(toTensor(views) as tf.Tensor5D, params, model), 0);
  });
  const values = await logits.data();
  logits.dispose();
  return [...values];
}

/** A model that comes with the demo. */
export function readBundledModel(name: BundledModel): Promise<FolderModel> {
  const folder = new URL(`public/models/${name}/`, import.meta.resolve("@vivit/demo/package.json"));
  return readModelFolder(async (file) => {
    const bytes = await readFile(fileURLToPath(new URL(file, folder))).catch(() => undefined);
    return bytes && bytesSource(bytes);
  });
}
