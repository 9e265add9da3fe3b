import * as tf from "@tensorflow/tfjs-core";
import { fromTensor, type HostTensor, toTensor, treeLeaves } from "@vivit/nn";
import { expect } from "vitest";
import { typedArray } from "../graph/typed-array.ts";
import { compile } from "../node/compile.ts";

type Tensors = Record<string, tf.Tensor>;
type Operations = (inputs: Tensors) => Tensors;

/**
 * Expect a compiled function to return what the cpu backend returns: values, types and shapes.
 *
 * With `gradient`, also the gradients of every float32 input, of a weighted sum of all float32 outputs.
 */
export async function expectLikeCpu(
  operations: Operations,
  inputs: Tensors,
  { gradient = false, atol = 1e-5, rtol = 1e-4 } = {},
): Promise<void> {
  const fn = gradient ? withGradients(operations) : operations;
  const expected = tf.tidy(() => fn(inputs));
  const feeds: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    const { dtype, shape, values } = await fromTensor(tensor);
    feeds[name] = { dtype, shape, values: typedArray(values, dtype) as HostTensor["values"] };
  }
  const program = await compile(fn, feeds);
  const got = await program.run(feeds);
  await program.dispose();
  for (const [name, result] of treeLeaves(got as never) as [string, HostTensor][]) {
    const wanted = expected[name]!;
    expect([result.dtype, result.shape], name).toEqual([wanted.dtype, wanted.shape]);
    const tensor = toTensor(result);
    expect(tensor, name).toBeAllClose(wanted, { atol, rtol });
    tf.dispose([tensor, wanted]);
  }
}

/** Adds the gradients of Σ cos(i) y_i over all outputs y, which no two places share. */
function withGradients(operations: Operations): Operations {
  return (inputs) => {
    const names = Object.keys(inputs).filter((name) => inputs[name]!.dtype === "float32");
    const loss = (...values: tf.Tensor[]) => {
      const outputs = operations({ ...inputs, ...Object.fromEntries(names.map((name, i) => [name, values[i]!])) });
      const floats = Object.values(outputs).filter(({ dtype }) => dtype === "float32");
      const terms = floats.map((y) => tf.sum(tf.mul(y, weights(y.shape))));
      return tf.addN(terms) as tf.Scalar;
    };
    const gradients = tf.grads(loss)(names.map((name) => inputs[name]!));
    return {
      ...operations(inputs),
      ...Object.fromEntries(names.map((name, i) => [`gradient of ${name}`, gradients[i]!])),
    };
  };
}

function weights(shape: number[]): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length: count }, (_, i) => Math.cos(i)),
    shape,
  );
}
