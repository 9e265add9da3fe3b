import type { Domain, ElementType } from "../graph/graph.ts";

/**
 * Field numbers of the ONNX messages written here.
 *
 * Source: onnx.proto3, IR version 8.
 */
export const fields = {
  ModelProto: { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 },
  OperatorSetIdProto: { domain: 1, version: 2 },
  GraphProto: { node: 1, name: 2, initializer: 5, input: 11, output: 12 },
  NodeProto: { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 },
  AttributeProto: { name: 1, float: 2, int: 3, string: 4, ints: 8, type: 20 },
  TensorProto: { dims: 1, dataType: 2, name: 8, rawData: 9, externalData: 13, dataLocation: 14 },
  StringStringEntryProto: { key: 1, value: 2 },
  ValueInfoProto: { name: 1, type: 2 },
  TypeProto: { tensorType: 1 },
  TypeProtoTensor: { elementType: 1, shape: 2 },
  TensorShapeProto: { dimension: 1 },
  Dimension: { value: 1 },
} as const;

/** TensorProto.DataType. */
export const elementTypes: Record<ElementType, number> = {
  float32: 1,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
};

/** AttributeProto.AttributeType. */
export const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** TensorProto.DataLocation. */
export const dataLocations = { external: 1 } as const;

/** IR version 8 and operator set 18 (reductions take their axes as an input), both read by ONNX Runtime 1.14 and later. */
export const irVersion = 8;
export const operatorSets: Record<Domain, number> = { "": 18, "com.microsoft": 1 };
