export { eager } from "./eager.ts";
export type { Attribute, Constant, ElementType, Graph, GraphNode, Value } from "./graph/graph.ts";
export { printGraph } from "./graph/print-graph.ts";
export { encodeModel, encodeModelFiles, type ModelFiles } from "./onnx/encode-model.ts";
export type { OnnxOptions } from "./onnx/onnx-options.ts";
export { optimizeGraph } from "./passes/optimize-graph.ts";
export type { CarryTree, HostTree, PrecisionReport, Program, ProgramOptions } from "./program.ts";
export { type TensorFunction, type TensorSpec, trace } from "./trace/trace.ts";
