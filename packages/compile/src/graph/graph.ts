/**
 * Number types inside a graph. TensorFlow.js tensors are float32, int32 or bool; int64 and float64 serve indices and exact
 * division, float16 and int8 weights that take less space.
 */
export type ElementType = "float32" | "int32" | "bool" | "int64" | "float64" | "float16" | "int8";

/** One tensor of a graph: an input, a constant or the output of a node. */
export interface Value {
  name: string;
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  /** The number that fills the whole tensor, where that is known while tracing. */
  readonly uniform?: number;
}

/** A value known while tracing, as little-endian bytes. */
export interface Constant extends Value {
  readonly bytes: Uint8Array;
}

/** Attribute of a node: a number is an ONNX int, `{ float }` a float, a list ints, a string a string. */
export type Attribute = number | readonly number[] | string | { readonly float: number };

export type Attributes = Readonly<Record<string, Attribute>>;

/** Operator sets that a graph draws on: ONNX's own, and ONNX Runtime's fused operators. */
export type Domain = "" | "com.microsoft";

/** One ONNX operation. An absent optional input is undefined. */
export interface GraphNode {
  readonly operator: string;
  readonly domain: Domain;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** A traced function: its nodes in an order that computes every value before it is read. */
export interface Graph {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Constant[];
}
