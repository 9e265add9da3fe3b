import * as tf from "@tensorflow/tfjs-core";
import { compile } from "@vivit/compile/web";
import { attention, type HostTensor, hostTensor, randomKey, uniform } from "@vivit/nn";

type Operands = { readonly q: tf.Tensor3D; readonly k: tf.Tensor3D; readonly v: tf.Tensor3D };

/** Heads, whose scores together are more than one buffer holds, and their width: small, so that a software adapter is quick. */
const [heads, width] = [4, 4];

/** How much of attention's scores: all, or those of a mask (each token sees the first half, and of the others every third). */
export type Seen = "all" | "masked";

/** Attention of so many tokens to one another, compiled for a provider: [tokens, heads · width], row by row. */
export async function runAttention(provider: "wasm" | "webgpu", tokens: number, seen: Seen): Promise<number[]> {
  const operand = (seed: number) => {
    const values = uniform(randomKey(seed), tokens * heads * width);
    return hostTensor(
      values.map((value) => 4 * value - 2),
      [1, tokens, heads * width],
    );
  };
  const inputs = { q: operand(1), k: operand(2), v: operand(3) };
  const places = Array.from({ length: tokens }, (_, place) => place < tokens / 2 || place % 3 === 0);
  const attend = ({ q, k, v }: Operands) => {
    const mask = seen === "masked" ? tf.tensor4d(places, [1, 1, 1, tokens], "bool") : undefined;
    return attention(q, k, v, heads, { mask });
  };
  const program = await compile(attend as never, inputs, { executionProviders: [provider], threads: 1 });
  const { values } = (await program.run(inputs)) as HostTensor;
  await program.dispose();
  return [...values];
}
