import type * as tf from "@tensorflow/tfjs-core";
import { compile } from "@vivit/compile/web";
import { attention, type HostTensor, hostTensor, randomKey, uniform } from "@vivit/nn";

type Operands = { readonly q: tf.Tensor3D; readonly k: tf.Tensor3D; readonly v: tf.Tensor3D };

/** Heads, whose scores together are more than one buffer holds, and their width: small, so that a software adapter is quick. */
const [heads, width] = [4, 4];

/** Attention of so many tokens to one another, compiled for a provider: [tokens, heads · width], row by row. */
export async function runAttention(provider: "wasm" | "webgpu", tokens: number): Promise<number[]> {
  const operand = (seed: number) => {
    const values = uniform(randomKey(seed), tokens * heads * width);
    return hostTensor(
      values.map((value) => 4 * value - 2),
      [1, tokens, heads * width],
    );
  };
  const inputs = { q: operand(1), k: operand(2), v: operand(3) };
  const attend = ({ q, k, v }: Operands) => attention(q, k, v, heads);
  const program = await compile(attend as never, inputs, { executionProviders: [provider], threads: 1 });
  const { values } = (await program.run(inputs)) as HostTensor;
  await program.dispose();
  return [...values];
}
