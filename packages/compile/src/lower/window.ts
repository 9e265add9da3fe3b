import { backend_util } from "@tensorflow/tfjs-core";
import type { Attributes, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { transpose } from "./shape.ts";
import { padded, slice } from "./slicing.ts";

/** How a kernel slides over the spatial axes of a convolution or a pool; one number an axis. */
export interface Window {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly channelsLast: boolean;
}

/** The attributes of TensorFlow.js convolutions and pools that describe the window. */
export type WindowAttributes = {
  strides: number | number[];
  pad: "valid" | "same" | number | [number, number][];
  dilations?: number | number[];
  dimRoundingMode?: "floor" | "round" | "ceil";
  dataFormat?: string;
};

type Shape4 = [number, number, number, number];
type Shape5 = [...Shape4, number];

/** The window of a convolution of two or three spatial axes, sized as TensorFlow.js sizes it. */
export function convolutionWindow(
  input: readonly number[],
  filter: readonly number[],
  { strides, pad, dilations = 1, dimRoundingMode, dataFormat = "NHWC" }: WindowAttributes,
): Window {
  const channelsLast = dataFormat.endsWith("C");
  const format = channelsLast ? "channelsLast" : "channelsFirst";
  const [step, spread] = [strides as number, dilations as number];
  if (input.length === 5) {
    const info = backend_util.computeConv3DInfo(
      input as Shape5,
      filter as Shape5,
      step,
      spread,
      pad as "same",
      false,
      format,
    );
    return spatialWindow(
      info,
      input,
      ["Depth", "Height", "Width"],
      [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    );
  }
  const [shape, sizes] = [input as Shape4, filter as Shape4];
  const info = backend_util.computeConv2DInfo(
    shape,
    sizes,
    step,
    spread,
    pad as "same",
    dimRoundingMode,
    false,
    format,
  );
  return spatialWindow(info, input, ["Height", "Width"], [info.padInfo.top, info.padInfo.left]);
}

function spatialWindow(
  info: backend_util.Conv2DInfo | backend_util.Conv3DInfo,
  shape: readonly number[],
  axes: readonly ("Depth" | "Height" | "Width")[],
  before: readonly number[],
): Window {
  const numbers = info as unknown as Record<string, number>;
  const each = (name: string) => axes.map((axis) => numbers[`${name}${axis}`]!);
  const channelsLast = info.dataFormat === "channelsLast";
  const input = channelsLast ? shape.slice(1, -1) : shape.slice(2);
  const [output, kernel, strides, dilations] = [each("out"), each("filter"), each("stride"), each("dilation")];
  // Just as much padding behind as the last place of the kernel needs, which also holds where sizes are rounded up.
  const after = input.map((size, axis) => {
    const reach = (kernel[axis]! - 1) * dilations[axis]! + 1;
    return Math.max(0, (output[axis]! - 1) * strides[axis]! + reach - size - before[axis]!);
  });
  return { input, output, kernel, strides, dilations, before, after, channelsLast };
}

/** The window as attributes of ONNX's Conv and its kin, over an input without what is skipped. */
export function windowAttributes({ kernel, strides, dilations, before, after }: Window): Attributes {
  const pads = [...before.map((count) => Math.max(0, count)), ...after];
  return { kernel_shape: kernel, strides, dilations, pads };
}

/**
 * How many places at the beginning of each spatial axis no window reads.
 *
 * TensorFlow.js begins there where strides over time are longer than the kernel: its padding is negative, which ONNX refuses.
 */
export function skippedPlaces({ before }: Window): readonly number[] {
  return before.map((count) => Math.max(0, -count));
}

/** The input [batch, channels, ...spatial] from where the first window begins. */
export function readByWindow(graph: GraphBuilder, x: Value, window: Window): Value {
  const source = channelsFirst(graph, x, window);
  return slice(graph, source, [0, 0, ...skippedPlaces(window)], source.shape);
}

/** Zeros in front of the gradient of what a window reads, where it does not read. */
export function withSkipped(graph: GraphBuilder, gradient: Value, window: Window): Value {
  const borders = [0, 0, ...skippedPlaces(window)].map((count): [number, number] => [count, 0]);
  return padded(graph, gradient, borders, "constant", graph.scalar(0));
}

/** [batch, ...spatial, channels] as [batch, channels, ...spatial], as ONNX wants it. */
export function channelsFirst(graph: GraphBuilder, x: Value, { channelsLast }: Window): Value {
  if (!channelsLast) return x;
  const axes = [...x.shape.keys()];
  return transpose(graph, x, [0, axes.length - 1, ...axes.slice(1, -1)]);
}

/** The way back. */
export function channelsBack(graph: GraphBuilder, x: Value, { channelsLast }: Window): Value {
  if (!channelsLast) return x;
  return transpose(graph, x, [0, ...[...x.shape.keys()].slice(2), 1]);
}
