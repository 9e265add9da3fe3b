import type { GraphNode, Value } from "../graph/graph.ts";
import type { GraphIndex } from "./graph-index.ts";

/** A node of a chain, and which of its inputs the chain runs through. */
export interface Link {
  readonly node: GraphNode;
  readonly place: number;
}

/** Operators that compute number by number: moving their input about or moving their output is the same. */
const operators = new Set(
  `Abs Add Cast Ceil Clip Cos Div Elu Erf Exp FastGelu Floor Gelu LeakyRelu Log Max Min Mul Neg Pow QuickGelu Reciprocal Relu Round
  Selu Sigmoid Sign Sin Softplus Sqrt Sub Tanh`.split(/\s+/),
);

/**
 * Follow a value up through nodes that compute number by number and whose result nobody else reads.
 *
 * @returns the links, the one next to the value first, and the value where they begin
 */
export function followUp(index: GraphIndex, value: Value): { links: readonly Link[]; start: Value } {
  const links: Link[] = [];
  let start = value;
  for (;;) {
    const node = index.producer(start);
    const place = node && index.isReadOnce(start) ? mainInput(node) : -1;
    if (place < 0) return { links, start };
    links.push({ node: node!, place });
    start = node!.inputs[place]!;
  }
}

/** The one input that has the shape of the output, if the others run along one axis at most. */
function mainInput({ operator, inputs, outputs }: GraphNode): number {
  const [output] = outputs as readonly [Value];
  if (!operators.has(operator)) return -1;
  const place = inputs.findIndex((input) => input && String(input.shape) === String(output.shape));
  const others = inputs.filter((input, index) => input && index !== place) as Value[];
  return place >= 0 && others.every(({ shape }) => shape.filter((size) => size !== 1).length <= 1) ? place : -1;
}
