import type * as tf from "@tensorflow/tfjs-core";
import type { MappedTree } from "@vivit/nn";
import type { Graph } from "../graph/graph.ts";
import { traceFunction } from "./trace-function.ts";

/** What tracing needs to know of an input: a `HostTensor`, a `tf.Tensor`, or a plain record. */
export interface TensorSpec {
  readonly dtype: tf.DataType;
  readonly shape: readonly number[];
}

/** A function to trace, for inputs of this structure. Its parameter may be narrower than `tf.Tensor`, such as `tf.Tensor5D`. */
export type TensorFunction<Inputs, Outputs> = {
  // A method type, so that a parameter declared with narrower ranks is accepted.
  bivariant(inputs: MappedTree<Inputs, tf.Tensor>): Outputs;
}["bivariant"];

/**
 * Run a function once on symbolic tensors and record every operation as a graph.
 *
 * The active backend is the same afterwards, and no tensor is left behind. Anything but the inputs is frozen into the graph:
 * numbers, captured tensors up to 1 MB, the branches that JavaScript took.
 *
 * @param fn a pure function of tensors, gradients and optimizers included
 * @param inputs nested records and arrays; a leaf needs a dtype and a shape
 * @returns the graph: readable with `printGraph`, an ONNX file with `encodeModel`
 * @throws Error if a captured constant exceeds 1 MB, a value is read, an operation has no lowering, or random numbers are drawn
 */
export function trace<Inputs, Outputs>(fn: TensorFunction<Inputs, Outputs>, inputs: Inputs): Graph {
  return traceFunction(fn as (inputs: unknown) => unknown, inputs).graph;
}
