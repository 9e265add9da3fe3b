import { basename, dirname, join } from "node:path";
import type * as tf from "@tensorflow/tfjs-core";
import { compile } from "@vivit/compile/node";
import { applyModel, type ModelParams } from "@vivit/models";
import { type HostTensor, treeLeaves } from "@vivit/nn";
import { writeFileAtomically } from "@vivit/weights/node";
import type { SavedModel } from "../run/model-directory.ts";
import { openRuntime } from "../run/runtime.ts";

/** Bytes above which the values stand in a second file: a single one is limited to 2 GB. Source: protobuf. */
const mostBytes = 1.9e9;

/**
 * Write a model as ONNX: `video` [1, frames, height, width, channels] in [-1, 1] → `logits` [1, classes].
 *
 * @returns paths of the files written
 */
export async function writeOnnx(path: string, { model, parameters }: SavedModel, float16: boolean): Promise<string[]> {
  await openRuntime("native");
  const { frames, height, width } = model.clip;
  const classify = (inputs: { video: tf.Tensor; parameters: unknown }) => ({
    logits: applyModel(inputs.video as tf.Tensor5D, inputs.parameters as ModelParams, model),
  });
  const video = { dtype: "float32", shape: [1, frames, height, width, model.channels] };
  const program = await compile(classify as never, { video, parameters }, { freeze: "parameters" as never });
  try {
    const options = { weights: float16 ? "float16" : "float32" } as const;
    if (byteCount(treeLeaves(parameters)) < mostBytes) {
      await writeFileAtomically(path, [program.toOnnx(options)]);
      return [path];
    }
    const dataFile = `${basename(path)}.data`;
    const files = program.toOnnxFiles(dataFile, options);
    await writeFileAtomically(join(dirname(path), dataFile), files.data);
    await writeFileAtomically(path, [files.model]);
    return [path, join(dirname(path), dataFile)];
  } finally {
    await program.dispose();
  }
}

function byteCount(leaves: readonly [string, HostTensor][]): number {
  return leaves.reduce((sum, [, { values }]) => sum + values.byteLength, 0);
}
