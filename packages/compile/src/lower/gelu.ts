import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { elementwise } from "./elementwise.ts";
import type { LoweringTable, Unary } from "./lowering.ts";
import { reshape } from "./shape.ts";

const slope = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/** The tanh form of GELU and its gradient. */
export const gelu: LoweringTable = {
  VivitGelu: (graph, { x }: Unary) => {
    const row = x.shape.length === 0 ? reshape(graph, x, [1]) : x; // the operator takes no scalar
    const y = graph.node("FastGelu", [row], { dtype: "float32", shape: row.shape }, {}, "com.microsoft");
    return reshape(graph, y, x.shape);
  },
  VivitGeluGradient: gradient,
};

/**
 * With s = sigmoid(z) and z = 2√(2/π) (x + 0.044715 x³), GELU is x s, so its slope is s + x s (1 − s) z′ = s (1 + x (1 − s) z′).
 */
function gradient(graph: GraphBuilder, { x, outputGradient }: { x: Value; outputGradient: Value }): Value {
  const apply = (operator: string, ...operands: Value[]) => elementwise(graph, operator, operands, "float32");
  const [add, mul] = [(a: Value, b: Value) => apply("Add", a, b), (a: Value, b: Value) => apply("Mul", a, b)];
  const number = (value: number) => graph.scalar(value);
  const squared = mul(x, x);
  const z = mul(x, add(mul(squared, number(2 * slope * cubic)), number(2 * slope)));
  const s = apply("Sigmoid", z);
  const bend = mul(x, add(mul(squared, number(6 * slope * cubic)), number(2 * slope))); // x z′
  const rest = mul(bend, apply("Sub", number(1), s));
  return mul(outputGradient, mul(s, add(rest, number(1))));
}
