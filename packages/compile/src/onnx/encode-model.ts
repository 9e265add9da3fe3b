import Pbf from "pbf";
import type { Attribute, Constant, Graph, GraphNode, Value } from "../graph/graph.ts";
import { type ExternalPlace, layOutExternalData } from "./external-data.ts";
import { attributeTypes, dataLocations, elementTypes, fields, irVersion, operatorSets } from "./fields.ts";

/** An ONNX model in two files. */
export interface ModelFiles {
  /** The bytes of the `.onnx` file. */
  readonly model: Uint8Array;
  /** The contents of the file with the constants, to be written one after another. */
  readonly data: readonly Uint8Array[];
}

/** What one file of the format can hold: its lengths are 32-bit integers. */
const mostBytes = 2 ** 31 - 1;

/** Room for everything but constants. */
const graphBytes = 2 ** 24;

/**
 * Write a graph as an ONNX model, constants included.
 *
 * @param graph from `trace`
 * @returns the bytes of a `.onnx` file: operator set 18 and `com.microsoft` 1
 * @throws RangeError if the constants take more than 2 GB
 */
export function encodeModel(graph: Graph): Uint8Array {
  const bytes = graph.constants.reduce((sum, constant) => sum + constant.bytes.length, 0);
  if (bytes > mostBytes - graphBytes)
    throw new RangeError(
      `toOnnx: expected at most 2 GB of constants, which is what one ONNX file can hold, got ${(bytes / 2 ** 30).toFixed(1)} GB; use toOnnxFiles, which puts them into a second file`,
    );
  return encode(graph, new Map());
}

/**
 * Write a graph as an ONNX model whose larger constants are in a second file, for models over 2 GB.
 *
 * @param graph from `trace`
 * @param dataFile name of the second file, which must lie beside the first
 * @returns the bytes of both: operator set 18 and `com.microsoft` 1
 */
export function encodeModelFiles(graph: Graph, dataFile: string): ModelFiles {
  const { places, chunks } = layOutExternalData(graph, dataFile);
  return { model: encode(graph, places), data: chunks };
}

/** A model for a session that takes larger constants beside it, each under a name of its own. */
export interface ModelInParts {
  readonly model: Uint8Array;
  readonly externalData: { readonly path: string; readonly data: Uint8Array }[];
}

/** Constants of at least this many bytes are handed over beside the model. */
const leastPartBytes = 2 ** 20;

/** Write a graph for a session in this process: larger constants are not copied into the model. */
export function encodeModelInParts(graph: Graph): ModelInParts {
  const large = graph.constants.filter(({ bytes }) => bytes.length >= leastPartBytes);
  const places = new Map(large.map((constant) => [constant, { location: constant.name, offset: 0 }]));
  return {
    model: encode(graph, places),
    externalData: large.map(({ name, bytes }) => ({ path: name, data: bytes })),
  };
}

type Places = ReadonlyMap<Constant, ExternalPlace>;

function encode(graph: Graph, places: Places): Uint8Array {
  const model = new Pbf();
  const { ModelProto, OperatorSetIdProto } = fields;
  model.writeVarintField(ModelProto.irVersion, irVersion);
  model.writeStringField(ModelProto.producerName, "@vivit/compile");
  message(model, ModelProto.graph, (pbf) => writeGraph(graph, places, pbf));
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

function writeGraph(graph: Graph, places: Places, pbf: Pbf): void {
  const { GraphProto } = fields;
  for (const node of graph.nodes) pbf.writeMessage(GraphProto.node, writeNode, node);
  pbf.writeStringField(GraphProto.name, "vivit");
  for (const constant of graph.constants)
    message(pbf, GraphProto.initializer, (tensor) => writeTensor(constant, places.get(constant), tensor));
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

function writeTensor({ name, dtype, shape, bytes }: Constant, place: ExternalPlace | undefined, pbf: Pbf): void {
  const { TensorProto } = fields;
  for (const size of shape) pbf.writeVarintField(TensorProto.dims, size);
  pbf.writeVarintField(TensorProto.dataType, elementTypes[dtype]);
  pbf.writeStringField(TensorProto.name, name);
  if (place) writePlace({ ...place, length: bytes.length }, pbf);
  else pbf.writeBytesField(TensorProto.rawData, bytes);
}

function writePlace(place: ExternalPlace & { length: number }, pbf: Pbf): void {
  const { TensorProto } = fields;
  for (const [key, value] of Object.entries(place))
    message(pbf, TensorProto.externalData, (entry) => {
      entry.writeStringField(fields.StringStringEntryProto.key, key);
      entry.writeStringField(fields.StringStringEntryProto.value, String(value));
    });
  pbf.writeVarintField(TensorProto.dataLocation, dataLocations.external);
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
