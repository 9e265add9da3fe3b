import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import type { Lowering, LoweringTable } from "./lowering.ts";
import { reshape, transpose } from "./shape.ts";
import { slice } from "./slicing.ts";
import {
  channelsBack,
  channelsFirst,
  convolutionWindow,
  readByWindow,
  skippedPlaces,
  type Window,
  type WindowAttributes,
  windowAttributes,
  withSkipped,
} from "./window.ts";

/** Convolutions over two or three spatial axes, and their gradients. */
export const convolution: LoweringTable = {
  Conv2D: forward(false),
  Conv3D: forward(false),
  DepthwiseConv2dNative: forward(true),
  Conv2DBackpropInput: inputGradient(false),
  Conv3DBackpropInputV2: inputGradient(false),
  DepthwiseConv2dNativeBackpropInput: inputGradient(true),
  Conv2DBackpropFilter: filterGradient(false),
  Conv3DBackpropFilterV2: filterGradient(false),
  DepthwiseConv2dNativeBackpropFilter: filterGradient(true),
};

function forward(depthwise: boolean): Lowering["lower"] {
  return (graph, { x, filter }: { x: Value; filter: Value }, attributes: WindowAttributes) => {
    const window = convolutionWindow(x.shape, filter.shape, attributes);
    const kernel = outputsFirst(graph, filter, depthwise);
    const shape = [x.shape[0]!, kernel.shape[0]!, ...window.output];
    const group = depthwise ? filter.shape.at(-2)! : 1;
    const operands = [readByWindow(graph, x, window), kernel];
    const y = graph.node("Conv", operands, { dtype: "float32", shape }, { ...windowAttributes(window), group });
    return channelsBack(graph, y, window);
  };
}

/** A filter [...kernel, inputs, outputs] as ONNX wants it: [outputs, inputs, ...kernel], or [inputs · outputs, 1, ...kernel]. */
function outputsFirst(graph: GraphBuilder, filter: Value, depthwise: boolean): Value {
  const rank = filter.shape.length;
  const spatial = [...Array(rank - 2).keys()];
  if (!depthwise) return transpose(graph, filter, [rank - 1, rank - 2, ...spatial]);
  const [inputs, outputs] = filter.shape.slice(-2) as [number, number];
  const turned = transpose(graph, filter, [rank - 2, rank - 1, ...spatial]);
  return reshape(graph, turned, [inputs * outputs, 1, ...filter.shape.slice(0, -2)]);
}

type InputGradientAttributes = WindowAttributes & { inputShape: number[] };

/** The convolution read backwards; `output_padding` gives back what the forward one left over at the end. */
function inputGradient(depthwise: boolean): Lowering["lower"] {
  return (graph, { dy, filter }: { dy: Value; filter: Value }, attributes: InputGradientAttributes) => {
    const window = convolutionWindow(attributes.inputShape, filter.shape, attributes);
    const group = depthwise ? filter.shape.at(-2)! : 1;
    const operands = [channelsFirst(graph, dy, window), outputsFirst(graph, filter, depthwise)];
    const shape = [dy.shape[0]!, filter.shape.at(-2)!, ...window.input];
    return channelsBack(graph, transposed(graph, operands, window, shape, group), window);
  };
}

/** ONNX's ConvTranspose to an output of exactly this shape. */
export function transposed(
  graph: GraphBuilder,
  operands: readonly Value[],
  window: Window,
  shape: readonly number[],
  group: number,
): Value {
  const { input, output: places, kernel, strides, dilations, before, after } = window;
  const left = input.map((size, axis) => {
    const reach = (kernel[axis]! - 1) * dilations[axis]! + 1;
    return size - ((places[axis]! - 1) * strides[axis]! + reach - before[axis]! - after[axis]!);
  });
  const skipped = [0, 0, ...skippedPlaces(window)];
  const output = { dtype: "float32", shape: shape.map((size, axis) => size - skipped[axis]!) } as const;
  const attributes = { ...windowAttributes(window), output_padding: left, group };
  return withSkipped(graph, graph.node("ConvTranspose", operands, output, attributes), window);
}

type FilterGradientAttributes = WindowAttributes & { filterShape: number[] };

/** A convolution of the input by the output's gradient, with examples as channels and strides as dilations. */
function filterGradient(depthwise: boolean): Lowering["lower"] {
  return (graph, { x, dy }: { x: Value; dy: Value }, attributes: FilterGradientAttributes) => {
    const { filterShape } = attributes;
    const window = convolutionWindow(x.shape, filterShape, attributes);
    const [inputs, outputs] = filterShape.slice(-2) as [number, number];
    const source = examplesSecond(graph, readByWindow(graph, x, window));
    const kernel = examplesSecond(graph, channelsFirst(graph, dy, window));
    const flipped = { ...window, kernel: window.output, strides: window.dilations, dilations: window.strides };
    const operands = [
      depthwise ? reshape(graph, source, [1, inputs * x.shape[0]!, ...source.shape.slice(2)]) : source,
      kernel,
    ];
    const length = window.input.map((size, axis) => {
      const reach = (window.output[axis]! - 1) * window.strides[axis]! + 1;
      return Math.floor((size + window.before[axis]! + window.after[axis]! - reach) / window.dilations[axis]!) + 1;
    });
    const shape = [depthwise ? 1 : inputs, kernel.shape[0]!, ...length];
    const group = depthwise ? inputs : 1;
    const found = graph.node("Conv", operands, { dtype: "float32", shape }, { ...windowAttributes(flipped), group });
    const starts = shape.map(() => 0);
    const cut = slice(graph, found, starts, [shape[0]!, shape[1]!, ...window.kernel]);
    const split = reshape(graph, cut, [inputs, outputs, ...window.kernel]);
    return transpose(graph, split, [...[...split.shape.keys()].slice(2), 0, 1]);
  };
}

function examplesSecond(graph: GraphBuilder, x: Value): Value {
  return transpose(graph, x, [1, 0, ...[...x.shape.keys()].slice(2)]);
}
