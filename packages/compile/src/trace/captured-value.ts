import { uniformValue } from "../graph/constant-pool.ts";
import type { ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { callSite } from "./call-site.ts";

/** Numbers that a traced function brought with it, and the stack at that moment. */
export interface Written {
  readonly values: ArrayLike<number>;
  readonly stack: string | undefined;
}

/** The largest constant that a graph takes in, in bytes. Larger ones are forgotten inputs: parameters, or a batch. */
const largestConstant = 2 ** 20;

/**
 * The constant of captured numbers.
 *
 * @throws Error if they take more than 1 MB and are not all the same, or if one is NaN
 */
export function capturedValue(
  graph: GraphBuilder,
  { values, dtype, shape, stack }: Written & { dtype: string; shape: readonly number[] },
  operation: string,
): Value {
  const type = dtype as ElementType;
  const missing = type === "float32" ? Array.prototype.findIndex.call(values, Number.isNaN) : -1;
  if (missing >= 0)
    throw new Error(
      `trace: expected constants without NaN, got one in a float32 [${shape.join(", ")}] (value ${missing}) ${capturedBy(operation, stack)}; if it is meant, pass the tensor as an input`,
    );
  const bytes = values.length * (type === "bool" ? 1 : 4);
  const uniform = bytes > 64 ? uniformValue(values) : undefined;
  if (uniform !== undefined) return graph.filled(uniform, shape, type);
  if (bytes > largestConstant)
    throw new Error(
      `trace: expected constants of at most 1 MB, got ${type} [${shape.join(", ")}] of ${(bytes / 2 ** 20).toFixed(1)} MB ${capturedBy(operation, stack)}; pass it as an input`,
    );
  return graph.constant(values, shape, type);
}

/** How a tensor from outside came in: as the input of an operation, or returned as it is. */
export function capturedBy(operation: string, stack: string | undefined): string {
  return operation === "return" ? "returned by the function" : `captured by ${operation} at ${callSite(stack)}`;
}
