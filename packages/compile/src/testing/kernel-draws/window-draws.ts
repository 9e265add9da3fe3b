import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { floats, type KernelDraw, type KernelDraws } from "./kernel-draw.ts";

const small = fc.integer({ min: 1, max: 3 });
const windows = fc.record({
  size: fc.array(fc.integer({ min: 4, max: 7 }), { minLength: 3, maxLength: 3 }),
  kernel: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
  inputs: small,
  outputs: small,
  stride: small,
  pad: fc.constantFrom<"same" | "valid">("same", "valid"),
});

type Window = typeof windows extends fc.Arbitrary<infer T> ? T : never;
type Operation = (x: tf.Tensor, filter: tf.Tensor, window: Window) => tf.Tensor;

/** Over height and width, or over time too. */
const convolution = (axes: 2 | 3, operation: Operation, gradient = true) =>
  windows.map(
    (window): KernelDraw => ({
      inputs: {
        x: floats([2, ...window.size.slice(0, axes), window.inputs]),
        filter: floats([...window.kernel.slice(0, axes), window.inputs, window.outputs], 2),
      },
      operation: ({ x, filter }) => operation(x!, filter!, window),
      gradient,
    }),
  );
const conv2d: Operation = (x, filter, { stride, pad }) =>
  tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad);
const conv3d: Operation = (x, filter, { stride, pad }) =>
  tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, stride, pad);
const depthwise: Operation = (x, filter, { stride, pad }) =>
  tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad);

type Pool = (x: tf.Tensor, window: Window) => tf.Tensor;
const pool = (axes: 2 | 3, operation: Pool) =>
  windows.map(
    (window): KernelDraw => ({
      inputs: { x: floats([2, ...window.size.slice(0, axes), window.inputs]) },
      operation: ({ x }) => operation(x!, window),
    }),
  );
const first2 = ({ kernel: [height, width] }: Window) => [height!, width!] as [number, number];
const first3 = ({ kernel }: Window) => kernel as [number, number, number];
const average2: Pool = (x, at) => tf.avgPool(x as tf.Tensor4D, first2(at), at.stride, at.pad);
const average3: Pool = (x, at) => tf.avgPool3d(x as tf.Tensor5D, first3(at), at.stride, at.pad);
const largest2: Pool = (x, at) => tf.maxPool(x as tf.Tensor4D, first2(at), at.stride, at.pad);
/** The cpu backend's gradient is right for cubes only. */
const largest3: Pool = (x, at) => tf.maxPool3d(x as tf.Tensor5D, at.kernel[0]!, at.stride, at.pad);

const resizes = fc.record({
  from: fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 6 })),
  to: fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 })),
  mode: fc.constantFrom("plain", "corners", "centers"),
});
type Resize = (images: tf.Tensor4D, size: [number, number], corners: boolean, centers: boolean) => tf.Tensor;
/** TensorFlow.js's gradients do not know half-pixel centers, and the cpu backend's are right for one square image only. */
const resize = (operation: Resize, gradient: boolean) =>
  resizes.map(
    ({ from, to, mode }): KernelDraw => ({
      inputs: { x: floats(gradient ? [1, from[0], from[0], 3] : [2, ...from, 3]) },
      operation: ({ x }) => operation(x as tf.Tensor4D, to, mode === "corners", mode === "centers" && !gradient),
      gradient,
    }),
  );

/** Kernels that slide over height and width, and over time. */
export const windowDraws: KernelDraws = {
  Conv2D: convolution(2, conv2d),
  Conv2DBackpropFilter: convolution(2, conv2d),
  Conv2DBackpropInput: convolution(2, conv2d),
  Conv3D: convolution(3, conv3d),
  Conv3DBackpropFilterV2: convolution(3, conv3d),
  Conv3DBackpropInputV2: convolution(3, conv3d),
  DepthwiseConv2dNative: convolution(2, depthwise),
  DepthwiseConv2dNativeBackpropFilter: convolution(2, depthwise),
  DepthwiseConv2dNativeBackpropInput: convolution(2, depthwise),
  FusedConv2D: convolution(
    2,
    (x, filter, { stride, pad }) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: stride,
        pad,
        bias: tf.range(0, filter.shape[3]!),
        activation: "relu",
      }),
    false,
  ),
  FusedDepthwiseConv2D: convolution(
    2,
    (x, filter, { stride, pad }) =>
      tf.fused.depthwiseConv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: stride,
        pad,
        bias: tf.range(0, filter.shape[2]! * filter.shape[3]!),
        activation: "relu6",
      }),
    false,
  ),

  AvgPool: pool(2, average2),
  AvgPoolGrad: pool(2, average2),
  AvgPool3D: pool(3, average3),
  AvgPool3DGrad: pool(3, average3),
  MaxPool: pool(2, largest2),
  MaxPoolGrad: pool(2, largest2),
  MaxPool3D: pool(3, largest3),
  MaxPool3DGrad: pool(3, largest3),

  ResizeBilinear: resize(tf.image.resizeBilinear, false),
  ResizeBilinearGrad: resize(tf.image.resizeBilinear, true),
  ResizeNearestNeighbor: resize(tf.image.resizeNearestNeighbor, false),
  ResizeNearestNeighborGrad: resize(tf.image.resizeNearestNeighbor, true),
};
