import type * as tf from "@tensorflow/tfjs-core";
import type { Program } from "@vivit/compile";
import { type Inspection, inspectModel, type ModelConfig, type ModelParams, parameterSpecs } from "@vivit/models";
import {
  type HostTensor,
  hostTensor,
  mapTree,
  normal,
  type ParameterSpec,
  randomKey,
  type Tree,
  treeLeaves,
} from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import { onBackend, type Runtime, runtimes } from "./runtimes.ts";

const encoder = { dim: 12, depth: 2, heads: 2, mlpDim: 16 };
const base = {
  clip: { frames: 4, height: 8, width: 12 },
  channels: 3,
  tubelet: { frames: 2, height: 4, width: 4 },
  encoder,
  classes: 5,
};
const models: Record<string, ModelConfig> = {
  "Model 1": { ...base, variant: "space-time", pool: "token", positions: "sinusoidal-3d" },
  "Model 2": { ...base, variant: "factorized-encoder", temporalEncoder: encoder, pool: "token" },
  "Model 3": { ...base, variant: "factorized-self-attention", pool: "gap", positions: "sinusoidal-1d" },
  "Model 4": { ...base, variant: "factorized-dot-product-attention", pool: "gap", positions: "none" },
  "the baseline": { ...base, variant: "average-pool-baseline", pool: "gmp" },
};
const drawn = (shape: readonly number[], seed: number, scale = 1) =>
  hostTensor(
    normal(
      randomKey(seed),
      shape.reduce((product, size) => product * size, 1),
    ).map((value) => value * scale),
    shape,
  );

const look =
  (config: ModelConfig) =>
  ({ params, video }: { params: ModelParams; video: tf.Tensor5D }): Inspection =>
    inspectModel(video, params, config, { tokens: true, attention: "all", rollout: true });

describe.each(Object.entries(models))("looking inside %s", (_, config) => {
  let seed = 1;
  const params = mapTree(parameterSpecs(config), (spec) =>
    drawn((spec as ParameterSpec).shape, seed++, 0.5),
  ) as Tree<HostTensor>;
  const inputs = { params, video: drawn([2, 4, 8, 12, 3], 0) };
  const lookWith = ({ prepare, backend }: Runtime) =>
    onBackend(backend, async () => {
      const program = (await prepare(look(config) as never, inputs as never)) as Program<typeof inputs, unknown>;
      const seen = (await program.run(inputs as never)) as Tree<HostTensor>;
      await program.dispose();
      return new Map(treeLeaves(seen));
    });
  it.each(["eager on wasm", "compiled"] as const)("gives %s the same as on cpu", async (name) => {
    const [onCpu, there] = [await lookWith(runtimes["eager on cpu"]), await lookWith(runtimes[name])];
    expect([...there.keys()]).toEqual([...onCpu.keys()]);
    for (const [path, leaf] of onCpu) {
      expect([path, ...there.get(path)!.shape]).toEqual([path, ...leaf.shape]);
      // Sums in another order.
      expect(compare(path, there.get(path)!, leaf, { atol: 2e-5, rtol: 1e-4 }).used, path).toBeLessThan(1);
    }
  });
});
