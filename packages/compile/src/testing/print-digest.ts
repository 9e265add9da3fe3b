import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs-core";
import { attention } from "@vivit/nn";
import { compile } from "../node/compile.ts";
import { randomHostTensor } from "./random-host-tensor.ts";

// A program of its own: five steps of attention, its gradient, products and sums, on two threads; prints a digest of every bit.
const [tokens, dim] = [300, 64];

const step = ({ x, state }: { x: tf.Tensor3D; state: { weights: tf.Tensor2D } }) => {
  const query = tf.reshape(tf.matMul(tf.reshape(x, [-1, dim]), state.weights), x.shape) as tf.Tensor3D;
  const output = attention(query, x, x, 4);
  const inputs = { query, key: x, value: x, output, outputGradient: tf.sub(output, x) };
  const [gradient] = tf.engine().runKernel("VivitAttentionGradient", inputs, { heads: 4 }) as tf.Tensor[];
  const slope = tf.matMul(tf.reshape(x, [-1, dim]), tf.reshape(gradient!, [-1, dim]), true);
  return {
    loss: tf.mean(tf.abs(output)),
    state: { weights: tf.sub(state.weights, tf.mul(slope, 0.01)) as tf.Tensor2D },
  };
};

const x = randomHostTensor(1, 2, tokens, dim);
const state = { weights: randomHostTensor(2, dim, dim) };
const program = await compile(step as never, { x, state } as never, { carry: "state" as never, threads: 2 });
const digest = createHash("sha256");
for (let i = 0; i < 5; i++) {
  const { loss } = (await program.step({ x } as never)) as unknown as { loss: { values: Float32Array } };
  digest.update(new Uint8Array(loss.values.slice().buffer));
}
const { weights } = (await program.readCarry()) as unknown as { weights: { values: Float32Array } };
if (!weights.values.every(Number.isFinite)) throw new Error("expected finite weights");
digest.update(new Uint8Array(weights.values.slice().buffer));
await program.dispose();
process.stdout.write(`${digest.digest("hex")}\n`);
