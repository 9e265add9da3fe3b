import Pbf from "pbf";
import type { Attribute, Constant, Graph, GraphNode, Value } from "../graph/graph.ts";
import { attributeTypes, elementTypes, fields, irVersion, operatorSets } from "./fields.ts";

/**
 * Write a graph as an ONNX model, constants included.
 *
 * @param graph from `trace`
 * @returns the bytes of a `.onnx` file: operator set 18 and `com.microsoft` 1
 */
export function encodeModel(graph: Graph): Uint8Array {
  const model = new Pbf();
  const { ModelProto, OperatorSetIdProto } = fields;
  model.writeVarintField(ModelProto.irVersion, irVersion);
  model.writeStringField(ModelProto.producerName, "@vivit/compile");
  model.writeMessage(ModelProto.graph, writeGraph, graph);
  for (const [domain, version] of Object.entries(operatorSets))
    message(model, ModelProto.opsetImport, (set) => {
      set.writeStringField(OperatorSetIdProto.domain, domain);
      set.writeVarintField(OperatorSetIdProto.version, version);
    });
  return model.finish();
}

function message(parent: Pbf, field: number, write: (pbf: Pbf) => void): void {
  parent.writeMessage(field, (_, pbf) => write(pbf as Pbf), undefined);
}

function writeGraph(graph: Graph, pbf: Pbf): void {
  const { GraphProto } = fields;
  for (const node of graph.nodes) pbf.writeMessage(GraphProto.node, writeNode, node);
  pbf.writeStringField(GraphProto.name, "vivit");
  for (const constant of graph.constants) pbf.writeMessage(GraphProto.initializer, writeTensor, constant);
  for (const input of graph.inputs) pbf.writeMessage(GraphProto.input, writeValueInfo, input);
  for (const output of graph.outputs) pbf.writeMessage(GraphProto.output, writeValueInfo, output);
}

function writeNode(node: GraphNode, pbf: Pbf): void {
  const { NodeProto } = fields;
  for (const input of node.inputs) pbf.writeStringField(NodeProto.input, input?.name ?? "");
  for (const output of node.outputs) pbf.writeStringField(NodeProto.output, output.name);
  pbf.writeStringField(NodeProto.name, node.outputs[0]!.name);
  pbf.writeStringField(NodeProto.operator, node.operator);
  for (const attribute of Object.entries(node.attributes))
    pbf.writeMessage(NodeProto.attribute, writeAttribute, attribute);
  if (node.domain) pbf.writeStringField(NodeProto.domain, node.domain);
}

function writeAttribute([name, attribute]: [string, Attribute], pbf: Pbf): void {
  const { AttributeProto } = fields;
  pbf.writeStringField(AttributeProto.name, name);
  if (typeof attribute === "number") pbf.writeVarintField(AttributeProto.int, attribute);
  else if (typeof attribute === "string") pbf.writeStringField(AttributeProto.string, attribute);
  else if ("float" in attribute) pbf.writeFloatField(AttributeProto.float, attribute.float);
  else for (const value of attribute) pbf.writeVarintField(AttributeProto.ints, value);
  pbf.writeVarintField(AttributeProto.type, attributeType(attribute));
}

function attributeType(attribute: Attribute): number {
  if (typeof attribute === "number") return attributeTypes.int;
  if (typeof attribute === "string") return attributeTypes.string;
  return "float" in attribute ? attributeTypes.float : attributeTypes.ints;
}

function writeTensor({ name, dtype, shape, bytes }: Constant, pbf: Pbf): void {
  const { TensorProto } = fields;
  for (const size of shape) pbf.writeVarintField(TensorProto.dims, size);
  pbf.writeVarintField(TensorProto.dataType, elementTypes[dtype]);
  pbf.writeStringField(TensorProto.name, name);
  pbf.writeBytesField(TensorProto.rawData, bytes);
}

function writeValueInfo({ name, dtype, shape }: Value, pbf: Pbf): void {
  const { ValueInfoProto, TypeProto, TypeProtoTensor, TensorShapeProto, Dimension } = fields;
  pbf.writeStringField(ValueInfoProto.name, name);
  message(pbf, ValueInfoProto.type, (type) =>
    message(type, TypeProto.tensorType, (tensor) => {
      tensor.writeVarintField(TypeProtoTensor.elementType, elementTypes[dtype]);
      message(tensor, TypeProtoTensor.shape, (sizes) => {
        for (const size of shape)
          message(sizes, TensorShapeProto.dimension, (axis) => axis.writeVarintField(Dimension.value, size));
      });
    }),
  );
}
