import { countValues } from "@vivit/nn";
import type { Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { transposed } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import type { Lowering, LoweringTable, Unary } from "./lowering.ts";
import { reshape } from "./shape.ts";
import {
  channelsBack,
  channelsFirst,
  convolutionWindow,
  readByWindow,
  type Window,
  type WindowAttributes,
  windowAttributes,
  withSkipped,
} from "./window.ts";

/** Pools over two or three spatial axes, and their gradients. */
export const pooling: LoweringTable = {
  AvgPool: pool("AveragePool"),
  AvgPool3D: pool("AveragePool"),
  MaxPool: pool("MaxPool"),
  MaxPool3D: pool("MaxPool"),
  AvgPoolGrad: averageGradient,
  AvgPool3DGrad: averageGradient,
  MaxPoolGrad: largestGradient,
  MaxPool3DGrad: largestGradient,
};

type PoolAttributes = WindowAttributes & { filterSize: number | number[] };

function poolWindow(x: Value, { filterSize, ...attributes }: PoolAttributes): Window {
  const axes = x.shape.length - 2;
  const kernel = Array.isArray(filterSize) ? filterSize : Array(axes).fill(filterSize);
  const channels = attributes.dataFormat?.startsWith("NC") ? x.shape[1]! : x.shape.at(-1)!;
  return convolutionWindow(x.shape, [...kernel, channels, channels], attributes);
}

function pool(operator: "AveragePool" | "MaxPool"): Lowering["lower"] {
  return (graph, { x }: Unary, attributes: PoolAttributes) => {
    const window = poolWindow(x, attributes);
    const source = readByWindow(graph, x, window);
    const output = { dtype: x.dtype, shape: [...source.shape.slice(0, 2), ...window.output] };
    const { dilations: _, ...slide } = windowAttributes(window); // all 1: pools of TensorFlow.js have none
    return channelsBack(graph, graph.node(operator, [source], output, slide), window);
  };
}

/** Each gradient is spread evenly over its whole window, padding included, as TensorFlow.js does. */
function averageGradient(
  graph: GraphBuilder,
  { dy, input }: { dy: Value; input: Value },
  attributes: PoolAttributes,
): Value {
  const window = poolWindow(input, attributes);
  const share = elementwise(graph, "Mul", [dy, graph.scalar(1 / countValues(window.kernel))], "float32");
  const source = channelsFirst(graph, share, window);
  const [batch, channels] = source.shape as [number, number];
  const ones = graph.filled(1, [channels, 1, ...window.kernel], "float32");
  const shape = [batch, channels, ...window.input];
  return channelsBack(graph, transposed(graph, [source, ones], window, shape, channels), window);
}

/** Each gradient goes to the first of the largest values of its window. */
function largestGradient(
  graph: GraphBuilder,
  { dy, input }: { dy: Value; input: Value },
  attributes: PoolAttributes,
): Value {
  const window = poolWindow(input, attributes);
  const [x, gradient] = [readByWindow(graph, input, window), channelsFirst(graph, dy, window)];
  const outputs = [
    { dtype: "float32", shape: gradient.shape },
    { dtype: "int64", shape: gradient.shape },
  ] as const;
  const [, places] = graph.nodes("MaxPool", [x], outputs, windowAttributes(window));
  const flat = (value: Value) => reshape(graph, value, [countValues(value.shape)]);
  const size = countValues(x.shape);
  const table = graph.filled(0, [size], "float32");
  const output = { dtype: "float32", shape: [size] } as const;
  const sums = graph.node("ScatterElements", [table, flat(places!), flat(gradient)], output, {
    axis: 0,
    reduction: "add",
  });
  return channelsBack(graph, withSkipped(graph, reshape(graph, sums, x.shape), window), window);
}
