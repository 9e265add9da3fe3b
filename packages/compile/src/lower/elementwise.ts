import { backend_util } from "@tensorflow/tfjs-core";
import type { Attributes, ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";

/**
 * Apply an operator value by value, broadcasting as NumPy does.
 *
 * An operand filled with one number enters as a scalar where the others already give the shape, so `ones` and `zeros` of a
 * gradient cost no memory.
 */
export function elementwise(
  graph: GraphBuilder,
  operator: string,
  operands: readonly Value[],
  dtype: ElementType,
  attributes: Attributes = {},
): Value {
  const shape = broadcastShape(operands);
  const slim = [...operands];
  for (const [index, { uniform, dtype, shape: own }] of operands.entries()) {
    const others = slim.filter((_, other) => other !== index);
    if (uniform === undefined || own.length === 0 || others.length === 0) continue;
    if (sameShape(broadcastShape(others), shape)) slim[index] = graph.scalar(uniform, dtype);
  }
  return graph.node(operator, slim, { dtype, shape }, attributes);
}

/** Repeat a value along axes of size 1 until it has the shape. */
export function expand(graph: GraphBuilder, x: Value, shape: readonly number[]): Value {
  if (sameShape(x.shape, shape)) return x;
  if (x.uniform !== undefined) return graph.filled(x.uniform, shape, x.dtype);
  return graph.node("Expand", [x, graph.list(shape)], { dtype: x.dtype, shape });
}

/** The shape that all operands broadcast to. */
export function broadcastShape(operands: readonly Value[]): number[] {
  return operands.reduce(
    (shape, { shape: next }) => backend_util.assertAndGetBroadcastShape(shape, [...next]),
    [] as number[],
  );
}

/** Whether two shapes agree in rank and in every size. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
