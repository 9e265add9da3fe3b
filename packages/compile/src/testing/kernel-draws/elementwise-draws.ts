import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import {
  anyShape,
  broadcasting,
  coarse,
  flags,
  floats,
  integers,
  type KernelDraw,
  type KernelDraws,
  positives,
  runKernelOr,
  someAxes,
  units,
} from "./kernel-draw.ts";

type Draw = (shape: number[]) => tf.Tensor;
type One = (x: tf.Tensor) => tf.Tensor;
type Two = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const one = (operation: One, draw: Draw = floats, gradient = true): fc.Arbitrary<KernelDraw> =>
  anyShape.map((shape) => ({ inputs: { x: draw(shape) }, operation: ({ x }) => operation(x!), gradient }));

const two = (operation: Two, a: Draw, b: Draw, gradient = true): fc.Arbitrary<KernelDraw> =>
  broadcasting.map(({ left, right }) => ({
    inputs: { a: a(left), b: b(right) },
    operation: ({ a, b }) => operation(a!, b!),
    gradient,
  }));

/** TensorFlow.js does not differentiate some operations where they broadcast. */
const alike = (operation: Two, a: Draw, b: Draw): fc.Arbitrary<KernelDraw> =>
  anyShape.map((shape) => ({
    inputs: { a: a(shape), b: b(shape) },
    operation: ({ a, b }) => operation(a!, b!),
  }));

const second: Draw = (shape) => floats(shape, 2);
const secondPositive: Draw = (shape) => positives(shape, 2);
const secondCoarse: Draw = (shape) => coarse(shape, 2);
const secondFlags: Draw = (shape) => flags(shape, 2);
const slope = fc.double({ min: 0.05, max: 0.9, noNaN: true });

const withSlope = (operation: (x: tf.Tensor, slope: number) => tf.Tensor, gradient = true) =>
  fc.record({ shape: anyShape, alpha: slope }).map(
    ({ shape, alpha }): KernelDraw => ({
      inputs: { x: floats(shape) },
      operation: ({ x }) => operation(x!, alpha),
      gradient,
    }),
  );

const unlimited: Draw = (shape) => tf.div(coarse(shape), coarse(shape, 2)); // with infinities and NaN among them

/** Kernels that treat every number alone. */
export const elementwiseDraws: KernelDraws = {
  Abs: one(tf.abs),
  Acos: one(tf.acos, units),
  Acosh: one(tf.acosh, (shape) => tf.add(positives(shape), 1)),
  Asin: one(tf.asin, units),
  Asinh: one(tf.asinh),
  Atan: one(tf.atan),
  Atanh: one(tf.atanh, units),
  Ceil: one(tf.ceil),
  ClipByValue: withSlope((x, alpha) => tf.clipByValue(x, alpha - 1, alpha)),
  Cos: one(tf.cos),
  Cosh: one(tf.cosh),
  Erf: one(tf.erf),
  Exp: one(tf.exp),
  Expm1: one(tf.expm1),
  Floor: one(tf.floor),
  Log: one(tf.log, positives),
  Log1p: one(tf.log1p, units),
  Neg: one(tf.neg),
  Reciprocal: one(tf.reciprocal, positives),
  Round: one(tf.round),
  Rsqrt: one(tf.rsqrt, positives),
  Sign: one(tf.sign),
  Sin: one(tf.sin),
  Sinh: one(tf.sinh),
  Sqrt: one(tf.sqrt, positives),
  Square: one(tf.square),
  Tan: one(tf.tan, units),
  Tanh: one(tf.tanh),

  Elu: one(tf.elu),
  EluGrad: one(tf.elu),
  LeakyRelu: withSlope(tf.leakyRelu),
  Prelu: withSlope((x, alpha) => tf.prelu(x, tf.fill(x.shape.slice(-1), alpha))),
  Relu: one(tf.relu),
  Relu6: one(tf.relu6, (shape) => tf.mul(floats(shape), 5)),
  Selu: one(tf.selu),
  Sigmoid: one(tf.sigmoid),
  Softplus: one(tf.softplus),
  Step: withSlope(tf.step),

  Add: two(tf.add, floats, second),
  AddN: fc.record({ shape: anyShape, count: fc.integer({ min: 1, max: 5 }) }).map(({ shape, count }) => ({
    inputs: Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, floats(shape, index)])),
    operation: (inputs) => tf.addN(Object.values(inputs)),
  })),
  Atan2: two(tf.atan2, floats, second),
  FloorDiv: two(tf.floorDiv, integers, (shape) => tf.add(tf.abs(integers(shape, 2)), tf.scalar(1, "int32")), false),
  Maximum: alike(tf.maximum, floats, second),
  Minimum: alike(tf.minimum, floats, second),
  Mod: two(tf.mod, floats, secondPositive, false),
  Multiply: two(tf.mul, floats, second),
  Pow: two(tf.pow, positives, second),
  RealDiv: two(tf.div, floats, secondPositive),
  SquaredDifference: alike(tf.squaredDifference, floats, second),
  Sub: two(tf.sub, floats, second),

  Equal: two(tf.equal, coarse, secondCoarse, false),
  Greater: two(tf.greater, coarse, secondCoarse, false),
  GreaterEqual: two(tf.greaterEqual, coarse, secondCoarse, false),
  IsFinite: one(tf.isFinite, unlimited, false),
  IsInf: one(tf.isInf, unlimited, false),
  IsNan: one(tf.isNaN, unlimited, false),
  Less: two(tf.less, coarse, secondCoarse, false),
  LessEqual: two(tf.lessEqual, coarse, secondCoarse, false),
  LogicalAnd: two(tf.logicalAnd, flags, secondFlags, false),
  LogicalNot: one(tf.logicalNot, flags, false),
  LogicalOr: two(tf.logicalOr, flags, secondFlags, false),
  NotEqual: two(tf.notEqual, coarse, secondCoarse, false),
  Select: someAxes.map((shape) => ({
    inputs: { condition: flags(shape), a: floats(shape, 2), b: floats(shape, 3) },
    operation: ({ condition, a, b }) => tf.where(condition!, a!, b!),
  })),

  Cast: fc
    .record({ shape: anyShape, dtype: fc.constantFrom<tf.NumericDataType>("int32", "bool", "float32") })
    .map(({ shape, dtype }) => ({
      inputs: { x: tf.mul(floats(shape), 3), n: integers(shape, 2), flag: flags(shape, 3) },
      operation: ({ x, n, flag }) => [x!, n!, flag!].map((value) => tf.cast(value, dtype)),
      gradient: false,
    })),
  VivitAfter: fc.record({ shape: anyShape, other: anyShape }).map(({ shape, other }) => ({
    inputs: { x: floats(shape), other: floats(other, 2) },
    operation: ({ x, other }) => runKernelOr(tf.clone, "VivitAfter", { x: x!, after: other! }),
    gradient: false,
  })),
};
