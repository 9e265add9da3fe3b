import * as tf from "@tensorflow/tfjs-core";
import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./node/compile.ts";
import { openOnFirstProvider } from "./provider-fallback.ts";
import { compile as compileForWeb } from "./web/compile.ts";

const x = hostTensor(Float32Array.of(1), [1]);
const exp = ({ x }: { x: tf.Tensor }) => tf.exp(x);

describe("execution providers", () => {
  it("are refused where they do not work", async () => {
    await expect(compile(exp, { x }, { executionProviders: ["abacus"] })).rejects.toThrow(
      new Error(
        "compile: options.executionProviders: expected one that works on this machine, got abacus (no available backend found. ERR: [abacus] backend not found.); name cpu (in a browser wasm) last to fall back to it",
      ),
    );
    await expect(compileForWeb(exp, { x }, { executionProviders: ["webgpu"] })).rejects.toThrow(
      new Error(
        "compile: options.executionProviders: expected one that works on this machine, got webgpu (there is no navigator.gpu); name cpu (in a browser wasm) last to fall back to it",
      ),
    );
  });

  it("give way to the next where others are named", async () => {
    const programs = [
      await compile(exp, { x }, { executionProviders: ["abacus", "cpu"] }),
      await compileForWeb(exp, { x }, { executionProviders: ["webgpu", "wasm"] }),
    ];
    for (const program of programs) {
      expect((await program.run({ x })).values[0]).toBeCloseTo(Math.E);
      await program.dispose();
    }
  });

  it("must be named", async () => {
    await expect(compile(exp, { x }, { executionProviders: [] })).rejects.toThrow(
      new RangeError(
        "compile: options.executionProviders: expected at least one name, got none; leave it out for the processor",
      ),
    );
  });

  it("leave a failure on the processor as it is", async () => {
    const failure = new Error("bad model");
    await expect(openOnFirstProvider(["cpu"], () => Promise.reject(failure))).rejects.toBe(failure);
  });
});
