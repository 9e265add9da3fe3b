import type { Graph, Value } from "../graph/graph.ts";
import { constantValues } from "../graph/typed-array.ts";
import { elementTypes } from "../onnx/fields.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

/** Smaller constants are not worth a node. */
const leastBytes = 1024;

/** Store larger float32 constants as float16 and widen them where they are read: half the size, computed in float32. */
export function halveWeights(graph: Graph): Graph {
  const large = new Map(
    graph.constants
      .filter(({ dtype, bytes }) => dtype === "float32" && bytes.length >= leastBytes)
      .map((constant) => [constant as Value, constant]),
  );
  const narrow = new Map<Value, Value>();
  return rewriteGraph(graph, (node, { graph, now }) => {
    if (!node.inputs.some((input) => input && large.has(input))) return undefined;
    const inputs = node.inputs.map((input) => {
      const constant = input && large.get(input);
      if (!constant) return input && now(input);
      const half = narrow.get(constant) ?? graph.constant(constantValues(constant), constant.shape, "float16");
      narrow.set(constant, half);
      const { shape } = constant;
      return graph.node("Cast", [half], { dtype: "float32", shape }, { to: elementTypes.float32 });
    });
    const outputs = node.outputs.map(({ name: _, ...output }) => output);
    return graph.nodes(node.operator, inputs, outputs, node.attributes, node.domain);
  });
}
