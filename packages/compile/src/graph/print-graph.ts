import type { Attribute, Graph, Value } from "./graph.ts";

/**
 * Write a graph as text, one line a value: inputs, constants, nodes in order, outputs.
 *
 * @param graph from `trace`
 * @returns lines such as `Mul_3: float32 [2, 4] = Mul(x, constant_0)`
 */
export function printGraph(graph: Graph): string {
  const lines = [
    ...graph.inputs.map((input) => `input ${describe(input)}`),
    ...graph.constants.map((constant) => {
      const content = constant.uniform === undefined ? `${constant.bytes.length} bytes` : String(constant.uniform);
      return `constant ${describe(constant)} = ${content}`;
    }),
    ...graph.nodes.map((node) => {
      const inputs = node.inputs.map((input) => input?.name ?? "-");
      const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${printAttribute(value)}`);
      return `${node.outputs.map(describe).join(", ")} = ${node.operator}(${[...inputs, ...attributes].join(", ")})`;
    }),
    ...graph.outputs.map((output) => `output ${describe(output)}`),
  ];
  return lines.join("\n");
}

function describe({ name, dtype, shape }: Value): string {
  return `${name}: ${dtype} [${shape.join(", ")}]`;
}

function printAttribute(attribute: Attribute): string {
  if (typeof attribute === "object" && "float" in attribute) return String(attribute.float);
  return JSON.stringify(attribute);
}
