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
  return (key, shape) => hostTensor(scale(normal(key, countValues(shape)), deviation), shape);
}

/**
 * Uniform in ±√(6 / (inputs + outputs)) for a kernel [...inputs, outputs].
 *
 * Source: flax `nn.initializers.xavier_uniform`.
 */
export const xavierUniform: Initializer = (key, shape) => {
  const { inputs, outputs } = fans(shape, "xavierUniform");
  const limit = Math.sqrt(6 / (inputs + outputs));
  const values = uniform(key, countValues(shape));
  for (let index = 0; index < values.length; index++) values[index] = (values[index]! * 2 - 1) * limit;
  return hostTensor(values, shape);
};

/**
 * Normal with deviation √(1 / inputs), kept within two standard deviations before scaling, for a kernel [...inputs, outputs].
 *
 * Source: flax `nn.initializers.lecun_normal`.
 */
export const lecunNormal: Initializer = (key, shape) => {
  const deviation = Math.sqrt(1 / fans(shape, "lecunNormal").inputs) / 0.87962566103423978;
  return hostTensor(scale(truncatedNormal(key, countValues(shape)), deviation), shape);
};

/** Multiply fresh values where they lie. */
function scale(values: Float32Array, factor: number): Float32Array {
  for (let index = 0; index < values.length; index++) values[index] = values[index]! * factor;
  return values;
}

function fans(shape: readonly number[], caller: string): { inputs: number; outputs: number } {
  if (shape.length < 2)
    throw new ShapeError(`${caller}: expected a kernel [...inputs, outputs], got [${shape.join(", ")}]`);
  return { inputs: countValues(shape.slice(0, -1)), outputs: shape.at(-1)! };
}
