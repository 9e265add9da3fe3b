import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { hostTensor, normal, randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";

const inputs = { x: hostTensor(normal(randomKey(1), 12), [3, 4]), w: hostTensor(normal(randomKey(2), 20), [4, 5]) };

describe("options.cache", () => {
  it("traces a function once for the same shapes and options", async () => {
    let traced = 0;
    const fn = ({ x, w }: { x: tf.Tensor2D; w: tf.Tensor2D }) => {
      traced++;
      return tf.matMul(x, w);
    };
    const { w } = inputs;
    const results: number[] = [];
    const make = async (from: typeof inputs, options: object = {}) => {
      const program = await compile(fn, from, { cache: true, ...options });
      results.push(traced);
      await program.dispose();
    };
    await make(inputs);
    await make({ ...inputs, x: hostTensor(normal(randomKey(3), 12), [3, 4]) }); // other values
    await make({ ...inputs, x: hostTensor(normal(randomKey(3), 8), [2, 4]) }); // another shape
    await make(inputs, { optimize: false });
    await make(inputs, { threads: 1 }); // not the graph's business
    await make(inputs, { freeze: "w" });
    await make(inputs, { freeze: "w" });
    await make({ ...inputs, w: { ...w } }, { freeze: "w" }); // another branch
    await make(inputs, { cache: false });
    expect(results).toEqual([1, 1, 2, 3, 3, 4, 4, 5, 6]);
  });
});

describe("options.cacheDirectory", () => {
  const fn = ({ x, w }: { x: tf.Tensor2D; w: tf.Tensor2D }) => tf.softmax(tf.tanh(tf.matMul(x, w)));
  const run = async (options: object) => {
    const program = await compile(fn, inputs, options);
    const { values } = await program.run(inputs);
    await program.dispose();
    return values;
  };

  it("keeps the optimized model, and takes it up with the same results, bit for bit", async () => {
    const cacheDirectory = join(await mkdtemp(join(tmpdir(), "vivit-cache-")), "below");
    const expected = await run({});
    expect(await run({ cacheDirectory })).toEqual(expected);
    const files = await readdir(cacheDirectory);
    expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.onnx$/)]);
    const before = await readFile(join(cacheDirectory, files[0]!));
    expect(await run({ cacheDirectory })).toEqual(expected);
    expect(await readFile(join(cacheDirectory, files[0]!))).toEqual(before);
    await rm(cacheDirectory, { recursive: true });
  });

  it("makes a file anew that cannot be read", async () => {
    const cacheDirectory = await mkdtemp(join(tmpdir(), "vivit-cache-"));
    const expected = await run({ cacheDirectory });
    const [file] = await readdir(cacheDirectory);
    await writeFile(join(cacheDirectory, file!), "not a model");
    expect(await run({ cacheDirectory })).toEqual(expected);
    expect((await readFile(join(cacheDirectory, file!))).length).toBeGreaterThan(100);
    await rm(cacheDirectory, { recursive: true });
  });
});
