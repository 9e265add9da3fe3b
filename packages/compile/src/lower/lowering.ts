import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";

/** Inputs of a kernel by name, or by index for kernels of a list. */
export type Inputs = Record<string, Value>;

/** Turns one call of a TensorFlow.js kernel into nodes, and returns the kernel's outputs. */
export interface Lowering {
  // A method, so that each lowering may say which inputs and attributes its kernel has.
  lower(graph: GraphBuilder, inputs: Inputs, attributes: Record<string, unknown>): Value | readonly Value[];
}

/** Lowerings by kernel name. */
export type LoweringTable = Readonly<Record<string, Lowering["lower"]>>;

/** The input of a kernel of one tensor. */
export type Unary = { x: Value };

/** The inputs of a kernel of two tensors. */
export type Binary = { a: Value; b: Value };
