import { countValues, type HostTensor, hostTensor } from "./host-tensor.ts";
import type { RandomKey } from "./random-key.ts";
import { normal, truncatedNormal, uniform } from "./random-values.ts";
import { ShapeError } from "./shape-error.ts";

/** First values of a parameter: a function of its key and shape. */
export type Initializer = (key: RandomKey, shape: readonly number[]) => HostTensor;

/** Every value 0. */
export const zeros: Initializer = (_key, shape) => hostTensor(new Float32Array(countValues(shape)), shape);

/** Every value 1. */
export const ones: Initializer = (_key, shape) => hostTensor(new Float32Array(countValues(shape)).fill(1), shape);

/** Normal values with mean 0. Source: flax `nn.initializers.normal(stddev)`. */
export function normalValues(deviation: number): Initializer {
  return (key, shape) =>
    hostTensor(
      normal(key, countValues(shape)).map((value) => value * deviation),
      shape,
    );
}

/**
 * Uniform in ±√(6 / (inputs + outputs)) for a kernel [...inputs, outputs].
 *
 * Source: flax `nn.initializers.xavier_uniform`.
 */
export const xavierUniform: Initializer = (key, shape) => {
  const { inputs, outputs } = fans(shape, "xavierUniform");
  const limit = Math.sqrt(6 / (inputs + outputs));
  return hostTensor(
    uniform(key, countValues(shape)).map((value) => (value * 2 - 1) * limit),
    shape,
  );
};

/**
 * Normal with deviation √(1 / inputs), kept within two standard deviations before scaling, for a kernel [...inputs, outputs].
 *
 * Source: flax `nn.initializers.lecun_normal`.
 */
export const lecunNormal: Initializer = (key, shape) => {
  const deviation = Math.sqrt(1 / fans(shape, "lecunNormal").inputs) / 0.87962566103423978;
  return hostTensor(
    truncatedNormal(key, countValues(shape)).map((value) => value * deviation),
    shape,
  );
};

function fans(shape: readonly number[], caller: string): { inputs: number; outputs: number } {
  if (shape.length < 2)
    throw new ShapeError(`${caller}: expected a kernel [...inputs, outputs], got [${shape.join(", ")}]`);
  return { inputs: countValues(shape.slice(0, -1)), outputs: shape.at(-1)! };
}
