// Call a small compiled program 10,000 times and print the resident memory before and after, in bytes.
import { createRequire } from "node:module";
import { compile } from "@vivit/compile/node";
import { hostTensor, normal, randomKey } from "@vivit/nn";

const tf = createRequire(import.meta.url)("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs");
tf.enableProdMode(); // silences the advice to install tfjs-node
await tf.setBackend("cpu");

const x = hostTensor(normal(randomKey(1), 32 * 32), [32, 32]);
const state = { w: hostTensor(normal(randomKey(2), 32 * 32), [32, 32]) };
type Inputs = { state: { w: import("@tensorflow/tfjs").Tensor2D }; x: import("@tensorflow/tfjs").Tensor2D };
const step = ({ state, x }: Inputs) => {
  const y = tf.tanh(tf.matMul(x, state.w)) as typeof x;
  return { y, state: { w: tf.add(tf.mul(state.w, 0.5), tf.mul(y, 0.1)) as typeof x } };
};
const program = await compile(step, { state, x }, { carry: "state", threads: 1 });

/** Settled: garbage is collected, and the allocators have what they need. */
async function resident(calls: number): Promise<number> {
  for (let call = 0; call < calls; call++) await program.step({ x });
  globalThis.gc!();
  return process.memoryUsage().rss;
}
await resident(5_000);
const before = await resident(1_000);
const after = await resident(10_000);
await program.dispose();
console.log(JSON.stringify({ before, after }));
