import type { ElementType, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { elementTypes } from "../onnx/fields.ts";

/** Convert to another number type: float to int32 cuts towards zero, anything but zero becomes true. */
export function cast(graph: GraphBuilder, x: Value, dtype: ElementType): Value {
  if (x.dtype === dtype) return x;
  if (x.uniform !== undefined) return graph.filled(convert(x.uniform, dtype), x.shape, dtype);
  return graph.node("Cast", [x], { dtype, shape: x.shape }, { to: elementTypes[dtype] });
}

function convert(value: number, dtype: ElementType): number {
  if (dtype === "float32" || dtype === "float64") return value;
  return dtype === "bool" ? Number(value !== 0) : Math.trunc(value);
}
