import * as tf from "@tensorflow/tfjs-core";
import { hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { compile } from "./compile.ts";

const square = (size: number, seed: number) =>
  hostTensor(
    Float32Array.from({ length: size * size }, (_, at) => Math.sin(at + seed) / size),
    [size, size],
  );

type Inputs = { state: { w: tf.Tensor2D }; x: tf.Tensor2D };
const step = ({ state, x }: Inputs) => {
  const product = tf.matMul(state.w, x);
  return { state: { w: tf.tanh(tf.add(state.w, product)) }, norm: tf.sum(tf.square(product)) };
};

describe("a program in a thread of its own", () => {
  it("gives the bits that it gives in this one, with its state", async () => {
    const inputs = { state: { w: square(16, 1) }, x: square(16, 2) };
    const results = [];
    for (const thread of [false, true]) {
      const program = await compile(step as never, inputs as never, { carry: "state" as never, thread });
      const norms = [];
      for (let at = 0; at < 3; at++) norms.push(await program.step({ x: square(16, at) } as never));
      await program.writeCarry({ w: square(16, 9) } as never);
      norms.push(await program.step({ x: square(16, 3) } as never), await program.run(inputs as never));
      results.push([norms, await program.readCarry()]);
      await program.dispose();
    }
    expect(results[1]).toEqual(results[0]);
  });

  it("computes with what inputs hold at each call, also where they go by shared memory", async () => {
    const inputs = { x: square(256, 1), y: square(256, 2), z: square(2, 3) }; // 262 kB each, and 16 bytes
    const mixed = ({ x, y, z }: { x: tf.Tensor2D; y: tf.Tensor2D; z: tf.Tensor2D }) => tf.mul(tf.sub(x, y), tf.sum(z));
    const [here, there] = await Promise.all([false, true].map((thread) => compile(mixed, inputs as never, { thread })));
    for (let at = 0; at < 3; at++) {
      inputs.x.values.set(square(256, at).values);
      const next = { ...inputs, y: square(256, 7 * at) } as never;
      const calls = [there!.run(next), there!.run(inputs as never)];
      expect(await Promise.all(calls)).toEqual([await here!.run(next), await here!.run(inputs as never)]);
    }
    const shared = hostTensor(new Float32Array(new SharedArrayBuffer(4 * 256 * 256)), [256, 256]);
    shared.values.set(square(256, 5).values);
    const given = { ...inputs, x: shared } as never;
    expect(await there!.run(given)).toEqual(await here!.run(given));
    expect(await here!.run(given)).toEqual(await here!.run({ ...inputs, x: square(256, 5) } as never));
    await Promise.all([here!.dispose(), there!.dispose()]);
  });

  it("leaves this thread free while it computes", async () => {
    const inputs = { x: square(1500, 1) };
    const heavy = ({ x }: { x: tf.Tensor2D }) => {
      let y = x;
      for (let at = 0; at < 6; at++) y = tf.matMul(y, x);
      return y;
    };
    const program = await compile(heavy, inputs as never, { thread: true });
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await program.run(inputs as never);
    clearInterval(timer);
    await program.dispose();
    expect(ticks).toBeGreaterThan(3); // in this thread there is none: the timer cannot fire
  });

  it("passes on errors of the runtime", async () => {
    const wrong = compile(({ x }: { x: tf.Tensor }) => tf.exp(x), { x: square(2, 1) } as never, {
      thread: true,
      executionProviders: ["nonsense"],
    });
    await expect(wrong).rejects.toThrow(/nonsense/);
  });
});
