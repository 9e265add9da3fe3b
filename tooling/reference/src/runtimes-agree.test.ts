import type * as tf from "@tensorflow/tfjs-core";
import { eager, type Program } from "@vivit/compile";
import { compile } from "@vivit/compile/node";
import { compile as compileForWeb } from "@vivit/compile/web";
import { applyModel, initializeParameters, type ModelConfig, type ModelParams } from "@vivit/models";
import { foldIn, type HostTensor, hostTensor, mapTree, normal, randomKey, type Tree, treeLeaves } from "@vivit/nn";
import { createTrainingStep, oneHot, sgdMomentum, softmaxCrossEntropy } from "@vivit/training";
import { describe, expect, it } from "vitest";

const steps = 50;
const batch = 3;
const encoder = { dim: 16, depth: 2, heads: 2, mlpDim: 32 };
const models: Record<string, ModelConfig> = Object.fromEntries(
  (["space-time", "factorized-encoder"] as const).map((variant) => [
    variant,
    {
      variant,
      clip: { frames: 4, height: 8, width: 8 },
      channels: 3,
      tubelet: { frames: 2, height: 4, width: 4 },
      encoder,
      ...(variant === "factorized-encoder" ? { temporalEncoder: encoder } : {}),
      pool: "token",
      classes: 4,
    },
  ]),
);
const key = randomKey(11);
const scalar = (value: number) => hostTensor(Float32Array.of(value), []);

/** The inputs of one step: a function of the seed. */
function inputsAt(step: number) {
  const labels = Int32Array.from({ length: batch }, (_, i) => (step + i) % 4);
  const noise = normal(foldIn(key, step), batch * 4 * 8 * 8 * 3);
  const video = noise.map((value, i) => value * 0.3 + (labels[Math.floor(i / 768)]! - 1.5) * 0.4);
  return {
    batch: {
      video: hostTensor(video, [batch, 4, 8, 8, 3]),
      labels: { dtype: "int32" as const, shape: [batch], values: labels },
    },
    learningRate: scalar(0.05),
    step: scalar(step),
  };
}

async function train(
  model: ModelConfig,
  prepare: (...call: Parameters<typeof compile>) => unknown,
): Promise<{ losses: number[]; state: HostTensor[] }> {
  const params = initializeParameters(model, foldIn(key, "parameters"));
  const velocity = mapTree(params, (leaf) =>
    hostTensor(new Float32Array((leaf as HostTensor).values.length), (leaf as HostTensor).shape),
  );
  const step = createTrainingStep<ModelParams, { video: tf.Tensor5D; labels: tf.Tensor1D }>({
    loss: (at, { video, labels }) =>
      softmaxCrossEntropy(applyModel(video, at, model), oneHot(labels, 4), { smoothing: 0.1 }),
    optimizer: sgdMomentum(),
    clipNorm: 1,
  });
  const inputs = { state: { params, optimizer: { velocity } }, ...inputsAt(0) };
  const program = (await prepare(step as never, inputs, { carry: "state" })) as Program<unknown, unknown, "state">;
  const losses: number[] = [];
  for (let s = 0; s < steps; s++)
    losses.push(((await program.step(inputsAt(s) as never)) as unknown as { loss: HostTensor }).loss.values[0]!);
  const state = treeLeaves((await program.readCarry()) as Tree<HostTensor>).map(([, leaf]) => leaf);
  await program.dispose();
  return { losses, state };
}

describe.each(Object.entries(models))("training %s", (_, model) => {
  it("gives the same 50 losses eagerly and compiled, and learns", { timeout: 180_000 }, async () => {
    const [eagerly, compiled] = [await train(model, eager), await train(model, compile)];
    const differences = eagerly.losses.map((loss, i) => Math.abs(loss - compiled.losses[i]!));
    expect(Math.max(...differences)).toBeLessThan(1e-4);
    expect(compiled.losses.at(-1)).toBeLessThan(0.8 * compiled.losses[0]!);
  });
  it("gives the same losses and parameters natively and in WebAssembly", async () => {
    const [native, web] = [await train(model, compile), await train(model, compileForWeb as never)];
    for (const [i, loss] of web.losses.entries()) expect(Math.abs(loss - native.losses[i]!)).toBeLessThan(1e-4);
    for (const [leaf, { values }] of web.state.entries())
      for (const [i, value] of values.entries())
        expect(Math.abs(value - native.state[leaf]!.values[i]!)).toBeLessThan(1e-3);
  });
  it("gives the same bits twice, compiled", async () => {
    const [first, second] = [await train(model, compile), await train(model, compile)];
    expect(second.losses).toEqual(first.losses);
    expect(second.state).toEqual(first.state);
  });
});
