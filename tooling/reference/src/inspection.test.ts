import * as tf from "@tensorflow/tfjs-core";
import { compile } from "@vivit/compile/node";
import { type Inspection, inspectModel, type ModelConfig, type ModelParams, parameterSpecs } from "@vivit/models";
import {
  type HostTensor,
  hostTensor,
  mapTree,
  normal,
  type ParameterSpec,
  randomKey,
  type Tree,
  toTensor,
  treeLeaves,
} from "@vivit/nn";
import { describe, expect, it } from "vitest";

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

describe.each(Object.entries(models))("looking inside %s", (_, config) => {
  it("gives the same compiled and on cpu", async () => {
    let seed = 1;
    const params = mapTree(parameterSpecs(config), (spec) =>
      drawn((spec as ParameterSpec).shape, seed++, 0.5),
    ) as Tree<HostTensor>;
    const inputs = { params, video: drawn([2, 4, 8, 12, 3], 0) };
    const look = ({ params, video }: { params: ModelParams; video: tf.Tensor5D }): Inspection =>
      inspectModel(video, params, config, { tokens: true, attention: "all", rollout: true });
    const program = await compile(look as never, inputs as never);
    const compiled = treeLeaves((await program.run(inputs as never)) as Tree<HostTensor>);
    await program.dispose();
    tf.tidy(() => {
      const eagerly = look(mapTree(inputs, (leaf) => toTensor(leaf as HostTensor)) as never);
      const leaves = new Map(treeLeaves(eagerly as unknown as Tree<tf.Tensor>));
      expect(compiled.map(([path]) => path)).toEqual([...leaves.keys()]);
      for (const [path, { shape, values }] of compiled) {
        expect([path, ...shape]).toEqual([path, ...leaves.get(path)!.shape]);
        expect(leaves.get(path)!).toBeAllClose(values as Float32Array, { atol: 2e-5, rtol: 1e-4 }); // sums in another order
      }
    });
  });
});
