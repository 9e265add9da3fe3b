import { upcastType } from "@tensorflow/tfjs-core";
import type { ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { broadcastShape, elementwise, expand, sameShape } from "./elementwise.ts";
import type { Binary, Lowering, LoweringTable } from "./lowering.ts";

/** Kernels of two tensors that compute number by number. */
export const arithmetic: LoweringTable = {
  Add: binary(neutral("Add", { left: 0, right: 0 })),
  Sub: binary(neutral("Sub", { right: 0 })),
  Multiply: binary(neutral("Mul", { left: 1, right: 1 })),
  RealDiv: binary((graph, a, b) => divide(graph, a, b)),
  FloorDiv: (graph, { a, b }: Binary) => floorDivide(graph, a, b),
  Mod: binary(modulo),
  Maximum: binary((graph, a, b) => elementwise(graph, "Max", [a, b], a.dtype)),
  Minimum: binary((graph, a, b) => elementwise(graph, "Min", [a, b], a.dtype)),
  Pow: binary((graph, a, b) => elementwise(graph, "Pow", [a, b], a.dtype)),
  SquaredDifference: binary((graph, a, b) => {
    const difference = elementwise(graph, "Sub", [a, b], a.dtype);
    return elementwise(graph, "Mul", [difference, difference], a.dtype);
  }),
  Atan2: binary(arcTangent),
  AddN: (graph, inputs) => addAll(graph, Object.values(inputs)),
};

type BinaryRule = (graph: GraphBuilder, a: Value, b: Value) => Value;

/** Brings both operands to the type that TensorFlow.js gives the result; bool is computed as int32. */
function binary(rule: BinaryRule): Lowering["lower"] {
  return (graph, { a, b }: Binary) => {
    const dtype = upcastType(a.dtype as "float32", b.dtype as "float32") as ElementType;
    const computed = dtype === "bool" ? "int32" : dtype;
    return cast(graph, rule(graph, cast(graph, a, computed), cast(graph, b, computed)), dtype);
  };
}

/** An operator that leaves one operand as it is where the other is filled with the neutral number. */
function neutral(operator: string, { left, right }: { left?: number; right: number }): BinaryRule {
  return (graph, a, b) => {
    const shape = broadcastShape([a, b]);
    if (b.uniform === right) return expand(graph, a, shape);
    if (a.uniform !== undefined && a.uniform === left) return expand(graph, b, shape);
    return elementwise(graph, operator, [a, b], a.dtype);
  };
}

/** Division, spared where it is by 1. */
function divide(graph: GraphBuilder, a: Value, b: Value): Value {
  if (b.uniform === 1 && sameShape(broadcastShape([a, b]), a.shape)) return a;
  return elementwise(graph, "Div", [a, b], a.dtype);
}

/** In double precision, so that every int32 divides exactly as JavaScript divides it. */
function floorDivide(graph: GraphBuilder, a: Value, b: Value): Value {
  const quotient = elementwise(graph, "Div", [cast(graph, a, "float64"), cast(graph, b, "float64")], "float64");
  return cast(graph, elementwise(graph, "Floor", [quotient], "float64"), "int32");
}

/** The remainder with the divisor's sign. */
function modulo(graph: GraphBuilder, a: Value, b: Value): Value {
  if (a.dtype === "int32") return elementwise(graph, "Mod", [a, b], "int32");
  const remainder = (x: Value) => elementwise(graph, "Mod", [x, b], "float32", { fmod: 1 });
  const zero = graph.scalar(0);
  const signs = [a, b].map((x) => elementwise(graph, "Less", [x, zero], "bool"));
  const plain = remainder(a);
  const shifted = remainder(elementwise(graph, "Add", [plain, b], "float32"));
  return elementwise(graph, "Where", [elementwise(graph, "Xor", signs, "bool"), shifted, plain], "float32");
}

/** The angle of (b, a): the arc tangent of a / b, moved by π where b is negative, ±π/2 where it is 0. */
function arcTangent(graph: GraphBuilder, a: Value, b: Value): Value {
  const apply = (operator: string, operands: Value[], dtype: ElementType = "float32") =>
    elementwise(graph, operator, operands, dtype);
  const [zero, half, turn] = [0, Math.PI / 2, Math.PI].map((angle) => graph.scalar(angle));
  const choose = (condition: Value, yes: Value, no: Value) => apply("Where", [condition, yes, no]);
  const angle = apply("Atan", [apply("Div", [a, b])]);
  const isLow = apply("Less", [a, zero!], "bool");
  const behind = choose(isLow, apply("Sub", [angle, turn!]), apply("Add", [angle, turn!]));
  const upright = apply("Mul", [apply("Sign", [a]), half!]);
  const beside = choose(apply("Equal", [b, zero!], "bool"), upright, angle);
  return choose(apply("Less", [b, zero!], "bool"), behind, beside);
}

function addAll(graph: GraphBuilder, terms: readonly Value[]): Value {
  if (terms.length === 1) return terms[0]!;
  return elementwise(graph, "Sum", terms, terms[0]!.dtype);
}
