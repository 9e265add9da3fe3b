import { upcastType } from "@tensorflow/tfjs-core";
import type { ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { cast } from "./cast.ts";
import { elementwise } from "./elementwise.ts";
import type { Binary, Lowering, LoweringTable, Unary } from "./lowering.ts";

/** Comparisons, logic and choice. */
export const comparison: LoweringTable = {
  Equal: compare("Equal"),
  NotEqual: (graph, { a, b }: Binary) => not(graph, compared(graph, "Equal", a, b)),
  Greater: compare("Greater"),
  GreaterEqual: compare("GreaterOrEqual"),
  Less: compare("Less"),
  LessEqual: compare("LessOrEqual"),
  LogicalAnd: logic("And"),
  LogicalOr: logic("Or"),
  LogicalNot: (graph, { x }: Unary) => not(graph, cast(graph, x, "bool")),
  IsNan: (graph, { x }: Unary) => test(graph, "IsNaN", x),
  IsInf: (graph, { x }: Unary) => test(graph, "IsInf", x),
  IsFinite: (graph, { x }: Unary) =>
    not(graph, elementwise(graph, "Or", [test(graph, "IsNaN", x), test(graph, "IsInf", x)], "bool")),
  Select: select,
};

function compare(operator: string): Lowering["lower"] {
  return (graph, { a, b }: Binary) => compared(graph, operator, a, b);
}

function compared(graph: GraphBuilder, operator: string, a: Value, b: Value): Value {
  const common = upcastType(a.dtype as "float32", b.dtype as "float32") as ElementType;
  const dtype = common === "bool" ? "int32" : common;
  return elementwise(graph, operator, [cast(graph, a, dtype), cast(graph, b, dtype)], "bool");
}

function logic(operator: string): Lowering["lower"] {
  return (graph, { a, b }: Binary) =>
    elementwise(graph, operator, [cast(graph, a, "bool"), cast(graph, b, "bool")], "bool");
}

function not(graph: GraphBuilder, x: Value): Value {
  return elementwise(graph, "Not", [x], "bool");
}

function test(graph: GraphBuilder, operator: string, x: Value): Value {
  return elementwise(graph, operator, [cast(graph, x, "float32")], "bool");
}

/** `t` where the condition holds, else `e`; a condition of rank 1 chooses along the first axis. */
function select(graph: GraphBuilder, { condition, t, e }: { condition: Value; t: Value; e: Value }): Value {
  const dtype = upcastType(t.dtype as "float32", e.dtype as "float32") as ElementType;
  const ones = t.shape.slice(1).map(() => 1);
  const shape = [...condition.shape, ...ones];
  const isRowChoice = condition.shape.length === 1 && t.shape.length > 1;
  const chooser = isRowChoice
    ? graph.node("Reshape", [condition, graph.list(shape)], { dtype: condition.dtype, shape })
    : condition;
  const computed = dtype === "bool" ? "int32" : dtype;
  const branches = [cast(graph, t, computed), cast(graph, e, computed)];
  return cast(graph, elementwise(graph, "Where", [cast(graph, chooser, "bool"), ...branches], computed), dtype);
}
