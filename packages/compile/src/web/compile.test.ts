import * as tf from "@tensorflow/tfjs-core";
import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";

const x = hostTensor(Float32Array.of(1, 2), [2]);
const exp = ({ x }: { x: tf.Tensor }) => tf.exp(x);

describe("compile for the web", () => {
  it("has one thread outside of a browser, and says how to have more", async () => {
    await expect(compile(exp, { x }, { threads: 2 })).rejects.toThrow(
      new RangeError(
        'compile: options.threads: expected 1 outside of a browser, got 2; for more pass module: import("onnxruntime-web")',
      ),
    );
    const program = await compile(exp, { x }, { threads: 2, module: import("onnxruntime-web") });
    expect([...(await program.run({ x })).values]).toEqual([Math.fround(Math.E), expect.closeTo(Math.E ** 2)]);
    await program.dispose();
  });

  it("runs int32 and bool", async () => {
    const flag = { dtype: "bool", shape: [2], values: Uint8Array.of(1, 0) } as const;
    const ints = { dtype: "int32", shape: [2], values: Int32Array.of(3, 4) } as const;
    const program = await compile(({ flag, ints }) => ({ not: tf.logicalNot(flag), squares: tf.mul(ints, ints) }), {
      flag,
      ints,
    });
    const { not, squares } = await program.run({ flag, ints });
    expect([not, squares]).toEqual([
      { ...flag, values: Uint8Array.of(0, 1) },
      { ...ints, values: Int32Array.of(9, 16) },
    ]);
    await program.dispose();
  });
});
