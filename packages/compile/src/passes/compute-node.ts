import type { ElementType, GraphNode } from "../graph/graph.ts";
import { typedArray } from "../graph/typed-array.ts";

/** A value known now: all of its numbers, or a single one that fills the shape. */
export interface Operand {
  readonly dtype: ElementType;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

type Rule = (...numbers: number[]) => number;

/** Operators that compute number by number. JavaScript rounds a float32 result of +, −, ×, ÷ and √ as float32 arithmetic does. */
const floatRules: Readonly<Record<string, Rule>> = {
  Abs: Math.abs,
  Add: (a, b) => a! + b!,
  Cos: Math.cos,
  Div: (a, b) => a! / b!,
  Exp: Math.exp,
  Log: Math.log,
  Max: Math.max,
  Min: Math.min,
  Mul: (a, b) => a! * b!,
  Neg: (a) => -a!,
  Pow: (a, b) => a! ** b!,
  Reciprocal: (a) => 1 / a!,
  Sin: Math.sin,
  Sqrt: Math.sqrt,
  Sub: (a, b) => a! - b!,
  Tanh: Math.tanh,
};

const integerRules: Readonly<Record<string, Rule>> = {
  Add: (a, b) => (a! + b!) | 0,
  Max: Math.max,
  Min: Math.min,
  Mul: Math.imul as Rule,
  Neg: (a) => -a! | 0,
  Sub: (a, b) => (a! - b!) | 0,
};

/**
 * The numbers that a node computes from known operands: all, or one if it fills the output.
 *
 * @returns undefined where the operator is none of those computed here
 */
export function computeNode(node: GraphNode, operands: readonly Operand[]): ArrayLike<number> | undefined {
  const [first] = operands as [Operand];
  const { shape, dtype } = node.outputs[0]!;
  switch (node.operator) {
    case "Reshape":
    case "Identity":
      return first.values;
    case "Cast":
      return castable(first.dtype, dtype) ? rounded(Array.from(first.values, towards(dtype)), dtype) : undefined;
    case "Expand":
      return first.values.length === 1 ? first.values : undefined;
    case "Transpose":
      return first.values.length === 1 ? first.values : transposed(first, node.attributes.perm as readonly number[]);
  }
  const rules = dtype === "float32" ? floatRules : dtype === "int32" ? integerRules : {};
  const rule = operands.every((operand) => operand.dtype === dtype) ? rules[node.operator] : undefined;
  return rule && rounded(apply(rule, operands, shape), dtype);
}

/** float32, int32 or bool numbers. */
function rounded(values: readonly number[], dtype: ElementType): ArrayLike<number> {
  return typedArray(values, dtype) as Float32Array;
}

function castable(...types: readonly ElementType[]): boolean {
  return types.every((type) => type === "float32" || type === "int32" || type === "bool");
}

function towards(dtype: ElementType): (value: number) => number {
  return dtype === "int32" ? Math.trunc : (value) => value;
}

function apply(rule: Rule, operands: readonly Operand[], shape: readonly number[]): number[] {
  if (operands.every(({ values }) => values.length === 1)) return [rule(...operands.map(({ values }) => values[0]!))];
  const places = operands.map((operand) => broadcastStrides(operand, shape));
  return numberPlaces(shape).map((place) =>
    rule(...operands.map(({ values }, index) => values[dot(place, places[index]!)]!)),
  );
}

function transposed({ shape, values }: Operand, perm: readonly number[]): number[] {
  const own = strides(shape);
  const moved = perm.map((axis) => own[axis]!);
  return numberPlaces(perm.map((axis) => shape[axis]!)).map((place) => values[dot(place, moved)]!);
}

/** The indices of every value of a shape, in order. */
function numberPlaces(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, index) => [...place, index])),
    [[]],
  );
}

function strides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}

function broadcastStrides({ shape, values }: Operand, to: readonly number[]): number[] {
  if (values.length === 1) return to.map(() => 0);
  const own = strides(shape).map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  return [...Array(to.length - shape.length).fill(0), ...own];
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}
