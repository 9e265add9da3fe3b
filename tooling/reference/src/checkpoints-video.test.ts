import * as tf from "@tensorflow/tfjs-core";
import { applyModel, type ModelConfig } from "@vivit/models";
import { type HostTensor, mapTree, type Tree, toTensor } from "@vivit/nn";
import { fromScenic } from "@vivit/weights";
import { readCheckpointFile } from "@vivit/weights/node";
import { describe, expect, it } from "vitest";
import { type CaseTolerance, listCases, readCase, withPrefix } from "./cases.ts";
import { differingPaths, roundToBrainFloats } from "./checkpoints-equal.ts";
import { listCheckpoints } from "./checkpoints-files.ts";
import { compare } from "./compare.ts";
import { type ModelCase, modelOf } from "./run-model-case.ts";

interface VideoCase {
  /** Of Hugging Face's folders: the case of models with the same values. */
  readonly same_values_as?: string;
  readonly tolerances?: Readonly<Record<string, CaseTolerance>>;
  /** Of Flax files: what each holds. */
  readonly files: Readonly<Record<string, string | { readonly values: string; readonly global_step: number }>>;
}

const cases = listCases("checkpoints").map((name) => readCase<VideoCase>("checkpoints", name));
const folders = cases.filter(({ description }) => description.same_values_as !== undefined);
const flax = cases.filter(({ description }) =>
  Object.values(description.files ?? {}).some((one) => typeof one === "object"),
);

describe.each(folders.map((at) => [at.name, at] as const))("checkpoints/%s", (name, { description, tensors }) => {
  const { parameters, config } = readModel(description.same_values_as!);

  it.each(listCheckpoints(name).map((file) => [file.name, file] as const))("%s", async (_, file) => {
    const { tree, facts, leftovers } = await readCheckpointFile(file.path);
    const rounded = /(bf16|fp16)/.exec(file.name)?.[1];
    const output = rounded ? `logits_${rounded}_weights` : "logits";
    const video = channelsLast(tensors.get("pixel_values")!);
    const comparison = compare(
      output,
      run(tree, config, video),
      tensors.get(output)!,
      description.tolerances![output]!,
    );
    expect(comparison.used).toBeLessThanOrEqual(1);
    if (!rounded) expect(differingPaths(tree, parameters)).toEqual([]);
    expect(facts).toMatchObject({
      family: "hugging-face-vivit",
      variants: [config.variant],
      encoder: { depth: config.encoder.depth, mlpDim: config.encoder.mlpDim },
      tubelet: config.tubelet,
      classes: config.classes,
    });
    expect(leftovers.filter(({ why }) => why !== "no tensor")).toEqual([]);
  });
});

describe.each(flax.map((at) => [at.name, at] as const))("checkpoints/%s", (name, { description }) => {
  const files = listCheckpoints(name);
  it.each(files.map((file) => [file.name, file] as const))("%s", async (_, file) => {
    const told = description.files[file.name] as { values: string; global_step: number };
    const [, source, rounded] = /^(\S+)( rounded)?$/.exec(told.values)!;
    const { parameters, config, video, logits, tolerance } = readModel(source!);
    const { tree, facts } = await readCheckpointFile(file.path);
    const wanted = rounded ? mapTree(parameters, roundToBrainFloats) : parameters;
    expect(differingPaths(tree, wanted as Tree<HostTensor>)).toEqual([]);
    const stored = rounded ? run(wanted as Tree<HostTensor>, config, video) : logits;
    expect(compare("logits", run(tree, config, video), stored, tolerance).used).toBeLessThanOrEqual(1);
    expect(facts.variants).toContain(config.variant);
    expect(facts.encoder).toMatchObject({ depth: config.encoder.depth, heads: config.encoder.heads });
    expect(facts.temporalEncoder?.depth).toBe(config.temporalEncoder?.depth);
  });
  it("has every file that it tells of", () =>
    expect(files.map((file) => file.name)).toEqual(Object.keys(description.files).sort()));
});

/** A case of models by its path. */
function readModel(path: string) {
  const [family, name] = path.split("/") as [string, string];
  const at = readCase<ModelCase>(family, name);
  return {
    parameters: fromScenic(withPrefix(at.tensors, "param/")),
    config: modelOf(at)!,
    video: at.tensors.get("input")!,
    logits: at.tensors.get("logits")!,
    tolerance: at.description.tolerances.logits,
  };
}

function run(tree: Tree<HostTensor>, config: ModelConfig, video: HostTensor): HostTensor {
  const values = tf.tidy(() => {
    const params = mapTree(tree, toTensor) as Parameters<typeof applyModel>[1];
    return applyModel(toTensor<tf.Rank.R5>(video), params, config).dataSync();
  });
  return { dtype: "float32", shape: [video.shape[0]!, config.classes], values: values as Float32Array };
}

/** [batch, frames, channels, height, width] → [batch, frames, height, width, channels]. */
function channelsLast(pixels: HostTensor): HostTensor {
  const [batch, frames, channels, height, width] = pixels.shape as [number, number, number, number, number];
  const values = tf.tidy(() => tf.transpose(toTensor(pixels), [0, 1, 3, 4, 2]).dataSync());
  return { dtype: "float32", shape: [batch, frames, height, width, channels], values: values as Float32Array };
}
