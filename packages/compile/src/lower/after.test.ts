import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { attention, checkpoint, fromTensor, hostTensor, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../node/compile.ts";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";
import { trace } from "../trace/trace.ts";

type Inputs = { x: tf.Tensor3D; scale: tf.Tensor1D };
const block = (x: tf.Tensor3D, scale: tf.Tensor1D) =>
  attention(x, tf.mul(x, scale) as tf.Tensor3D, tf.tanh(x), 2) as tf.Tensor3D;

/** Gradients through two blocks, each of which is computed again. */
const gradients = ({ x, scale }: Inputs) => {
  const twice = (x: tf.Tensor3D, scale: tf.Tensor1D) => checkpoint(block, checkpoint(block, x, scale), scale);
  const [dx, dScale] = tf.grads((x, scale) => tf.sum(tf.square(twice(x as tf.Tensor3D, scale as tf.Tensor1D))))([
    x,
    scale,
  ]);
  return { dx: dx!, dScale: dScale! };
};

async function example() {
  return { x: await fromTensor(seededTensor([1, 5, 4], 1)), scale: await fromTensor(seededTensor([4], 2)) };
}

describe("a value after another", () => {
  it("has the gradients of the eager function", async () => {
    const inputs = await example();
    const program = await compile(gradients, inputs);
    const got = await program.run(inputs);
    await program.dispose();
    const expected = gradients({ x: toTensor(inputs.x) as tf.Tensor3D, scale: toTensor(inputs.scale) as tf.Tensor1D });
    expect(toTensor(got.dx)).toBeAllClose(expected.dx, { atol: 1e-5 });
    expect(toTensor(got.dScale)).toBeAllClose(expected.dScale, { atol: 1e-5 });
  });

  it("computes again and differentiates as on the cpu backend, whatever the shape", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), async (shape) => {
        const wave = (x: tf.Tensor, { scale, shift }: Record<"scale" | "shift", tf.Tensor>) =>
          tf.sin(tf.add(tf.mul(x, scale), shift));
        await expectLikeCpu(
          ({ x, scale, shift }) => ({ y: checkpoint(wave, x!, { scale: scale!, shift: shift! }) }),
          {
            x: seededTensor(shape as [number], 1),
            scale: seededTensor(shape.slice(-1) as [number], 2),
            shift: seededTensor(shape as [number], 3),
          },
          { gradient: true },
        );
      }),
      { numRuns: 4 },
    ));

  it("is computed again by ONNX Runtime, whose optimizer merges equal nodes", async () => {
    const directory = mkdtempSync(join(tmpdir(), "after-"));
    const inputs = await example();
    const program = await compile(gradients, inputs, { profile: join(directory, "profile") });
    await program.run(inputs);
    await program.dispose();
    const events = JSON.parse(readFileSync(join(directory, readdirSync(directory)[0]!), "utf8")) as {
      name: string;
      args?: { op_name?: string };
    }[];
    const runs = events.filter(
      ({ name, args }) => args?.op_name === "MultiHeadAttention" && name.endsWith("kernel_time"),
    );
    rmSync(directory, { recursive: true });
    expect(runs).toHaveLength(4);
  });

  it("is the value itself, whatever the other holds", async () => {
    const after = (inputs: Record<"x" | "other", tf.Tensor>) =>
      tf.engine().runKernel("VivitAfter", { x: inputs.x, after: inputs.other }) as tf.Tensor;
    const x = hostTensor(Float32Array.of(1, -2, 3), [3]);
    for (const value of [0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const inputs = { x, other: hostTensor(Float32Array.of(value, 1), [1, 2]) };
      const program = await compile(after, inputs);
      expect((await program.run(inputs)).values).toEqual(x.values);
      await program.dispose();
    }
  });

  it("stands in the graph only where something is computed again", async () => {
    const graph = trace((inputs: Inputs) => block(inputs.x, inputs.scale), await example());
    expect(graph.nodes.some(({ operator }) => operator === "Greater")).toBe(false);
  });
});
