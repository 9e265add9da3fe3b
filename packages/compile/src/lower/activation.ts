import { backend_util } from "@tensorflow/tfjs-core";
import type { Attributes, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { elementwise } from "./elementwise.ts";
import type { Lowering, LoweringTable, Unary } from "./lowering.ts";
import { lowerFloat, lowerNumeric } from "./unary.ts";

const { SELU_SCALE, SELU_SCALEALPHA } = backend_util;

/** Activation functions and their own gradients. */
export const activation: LoweringTable = {
  Elu: float("Elu"),
  EluGrad: eluGradient,
  LeakyRelu: (graph, { x }: Unary, { alpha }: { alpha: number }) =>
    elementwise(graph, "LeakyRelu", [cast(graph, x, "float32")], "float32", { alpha: { float: alpha } }),
  Prelu: prelu,
  Relu: lowerNumeric((graph, x) => elementwise(graph, "Relu", [x], x.dtype)),
  Relu6: lowerNumeric((graph, x) => graph.node("Clip", [x, graph.scalar(0, x.dtype), graph.scalar(6, x.dtype)], x)),
  Selu: float("Selu", { alpha: { float: SELU_SCALEALPHA / SELU_SCALE }, gamma: { float: SELU_SCALE } }),
  Sigmoid: float("Sigmoid"),
  Softplus: float("Softplus"),
  Step: step,
};

function float(operator: string, attributes: Attributes = {}): Lowering["lower"] {
  return lowerFloat((graph, x) => elementwise(graph, operator, [x], "float32", attributes));
}

/** dy where y ≥ 0, else dy (y + 1). */
function eluGradient(graph: GraphBuilder, { dy, y }: { dy: Value; y: Value }): Value {
  const below = elementwise(graph, "Min", [y, graph.scalar(0)], "float32");
  return elementwise(graph, "Mul", [dy, elementwise(graph, "Add", [below, graph.scalar(1)], "float32")], "float32");
}

function prelu(graph: GraphBuilder, { x, alpha }: { x: Value; alpha: Value }): Value {
  const [input, slope] = [cast(graph, x, "float32"), cast(graph, alpha, "float32")];
  const isNegative = elementwise(graph, "Less", [input, graph.scalar(0)], "bool");
  const sloped = elementwise(graph, "Mul", [input, slope], "float32");
  return elementwise(graph, "Where", [isNegative, sloped, input], "float32");
}

/** 1 above zero, else alpha. A NaN counts as not above; TensorFlow.js keeps it. */
function step(graph: GraphBuilder, { x }: Unary, { alpha }: { alpha: number }): Value {
  const input = x.dtype === "bool" ? cast(graph, x, "int32") : x;
  const isPositive = elementwise(graph, "Greater", [input, graph.scalar(0, input.dtype)], "bool");
  if (alpha === 0) return cast(graph, isPositive, x.dtype);
  const steps = [1, alpha].map((value) => graph.scalar(value, input.dtype));
  return cast(graph, elementwise(graph, "Where", [isPositive, ...steps], input.dtype), x.dtype);
}
