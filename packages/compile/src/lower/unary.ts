import type { Attributes, ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { elementwise } from "./elementwise.ts";
import type { Lowering, LoweringTable, Unary } from "./lowering.ts";

/** Kernels of one tensor that compute number by number, except activations. */
export const unary: LoweringTable = {
  Abs: numeric("Abs"),
  Acos: float("Acos"),
  Acosh: float("Acosh"),
  Asin: float("Asin"),
  Asinh: float("Asinh"),
  Atan: float("Atan"),
  Atanh: float("Atanh"),
  Ceil: float("Ceil"),
  Cos: float("Cos"),
  Cosh: float("Cosh"),
  Erf: float("Erf"),
  Exp: float("Exp", { result: "float32" }),
  Expm1: lowerFloat(expMinusOne),
  Floor: float("Floor"),
  Log: float("Log"),
  Log1p: lowerFloat(logPlusOne),
  Neg: numeric("Neg"),
  Reciprocal: float("Reciprocal"),
  Round: float("Round"),
  Rsqrt: lowerFloat((graph, x) => apply(graph, "Reciprocal", apply(graph, "Sqrt", x))),
  Sign: numeric("Sign"),
  Sin: float("Sin"),
  Sinh: float("Sinh"),
  Sqrt: float("Sqrt"),
  Square: lowerNumeric((graph, x) => elementwise(graph, "Mul", [x, x], x.dtype)),
  Tan: float("Tan"),
  Tanh: float("Tanh"),
  ClipByValue: clip,
};

function clip(graph: GraphBuilder, { x }: Unary, { clipValueMin, clipValueMax }: ClipAttributes): Value {
  const { dtype, shape } = x;
  return graph.node("Clip", [x, graph.scalar(clipValueMin, dtype), graph.scalar(clipValueMax, dtype)], {
    dtype,
    shape,
  });
}

type ClipAttributes = { clipValueMin: number; clipValueMax: number };

type UnaryRule = (graph: GraphBuilder, x: Value) => Value;

/** An operator of floats: other types go through float32 and, as on the cpu backend, back to their own type. */
function float(
  operator: string,
  { result, ...attributes }: { result?: ElementType } & Attributes = {},
): Lowering["lower"] {
  return lowerFloat((graph, x) => elementwise(graph, operator, [x], "float32", attributes), result);
}

/** An operator of floats and of int32. */
function numeric(operator: string): Lowering["lower"] {
  return lowerNumeric((graph, x) => elementwise(graph, operator, [x], x.dtype));
}

export function lowerFloat(rule: UnaryRule, result?: ElementType): Lowering["lower"] {
  return (graph, { x }: Unary) => cast(graph, rule(graph, cast(graph, x, "float32")), result ?? x.dtype);
}

export function lowerNumeric(rule: UnaryRule): Lowering["lower"] {
  return (graph, { x }: Unary) => cast(graph, rule(graph, x.dtype === "bool" ? cast(graph, x, "int32") : x), x.dtype);
}

function apply(graph: GraphBuilder, operator: string, ...operands: Value[]): Value {
  return elementwise(graph, operator, operands, "float32");
}

/** exp(x) − 1 = tanh(x / 2) (exp(x) + 1), which keeps every digit near 0. */
function expMinusOne(graph: GraphBuilder, x: Value): Value {
  const half = apply(graph, "Tanh", apply(graph, "Mul", x, graph.scalar(0.5)));
  return apply(graph, "Mul", half, apply(graph, "Add", apply(graph, "Exp", x), graph.scalar(1)));
}

/** log(1 + x) = log(u) x / (u − 1) with u = 1 + x rounded; x itself where u is 1. Source: Kahan, in Goldberg 1991, theorem 4. */
function logPlusOne(graph: GraphBuilder, x: Value): Value {
  const one = graph.scalar(1);
  const u = apply(graph, "Add", x, one);
  const ratio = apply(graph, "Div", x, apply(graph, "Sub", u, one));
  const isOne = elementwise(graph, "Equal", [u, one], "bool");
  return apply(graph, "Where", isOne, x, apply(graph, "Mul", apply(graph, "Log", u), ratio));
}
