import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { activation as activations } from "./activation.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { linearAlgebra } from "./linear-algebra.ts";
import type { Inputs, Lowering, LoweringTable } from "./lowering.ts";
import { reshape } from "./shape.ts";

/** TensorFlow.js's own fused kernels: a product or convolution, a bias and an activation. ONNX Runtime fuses them again. */
export const fused: LoweringTable = {
  _FusedMatMul: withBias(linearAlgebra.BatchMatMul!),
  FusedConv2D: withBias(convolution.Conv2D!),
  FusedDepthwiseConv2D: withBias(convolution.DepthwiseConv2dNative!),
};

type FusedAttributes = { activation?: string; leakyreluAlpha?: number; dataFormat?: string };

const kernels: Readonly<Record<string, string>> = {
  elu: "Elu",
  leakyrelu: "LeakyRelu",
  prelu: "Prelu",
  relu: "Relu",
  relu6: "Relu6",
  sigmoid: "Sigmoid",
};

function withBias(lower: Lowering["lower"]): Lowering["lower"] {
  return (
    graph,
    { bias, preluActivationWeights, ...inputs }: Inputs,
    attributes: FusedAttributes & Record<string, unknown>,
  ) => {
    const { activation = "linear", leakyreluAlpha: alpha, dataFormat } = attributes;
    const product = lower(graph, inputs, attributes) as Value;
    const aligned = (x: Value) => (dataFormat === "NCHW" ? alignChannels(graph, x) : x);
    const y = bias ? elementwise(graph, "Add", [product, aligned(bias)], product.dtype) : product;
    const kernel = kernels[activation];
    if (!kernel) return y;
    const operands = { x: y, ...(preluActivationWeights && { alpha: aligned(preluActivationWeights) }) };
    return activations[kernel]!(graph, operands, { alpha });
  };
}

/** One number for each channel, where channels come first. */
function alignChannels(graph: GraphBuilder, x: Value): Value {
  return x.shape.length === 1 && x.shape[0] !== 1 ? reshape(graph, x, [x.shape[0]!, 1, 1]) : x;
}
