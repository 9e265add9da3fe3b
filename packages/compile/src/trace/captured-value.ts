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
 * @throws Error if they take more than 1 MB and are not all the same
 */
export function capturedValue(
  graph: GraphBuilder,
  { values, dtype, shape, stack }: Written & { dtype: string; shape: readonly number[] },
  operation: string,
): Value {
  const type = dtype as ElementType;
  const bytes = values.length * (type === "bool" ? 1 : 4);
  const uniform = bytes > 64 ? uniformValue(values) : undefined;
  if (uniform !== undefined) return graph.filled(uniform, shape, type);
  if (bytes > largestConstant)
    throw new Error(
      `trace: expected constants of at most 1 MB, got ${type} [${shape.join(", ")}] of ${(bytes / 2 ** 20).toFixed(1)} MB captured by ${operation} at ${callSite(stack)}; pass it as an input`,
    );
  return graph.constant(values, shape, type);
}
