export { eager } from "./eager.ts";
export type { Attribute, Constant, ElementType, Graph, GraphNode, Value } from "./graph/graph.ts";
export { printGraph } from "./graph/print-graph.ts";
export { encodeModel } from "./onnx/encode-model.ts";
export { optimizeGraph } from "./passes/optimize-graph.ts";
export type { CarryTree, HostTree, Program, ProgramOptions } from "./program.ts";
export { type TensorFunction, type TensorSpec, trace } from "./trace/trace.ts";
