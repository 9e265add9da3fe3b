import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import { GraphIndex } from "./graph-index.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

const slope = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/** The two forms of GELU by the operator at their heart, which is left open: any function that bends as it does will tell. */
const forms = {
  Tanh: { operator: "FastGelu", compute: (x: number) => 0.5 * x * (1 + bend(slope * (x + cubic * x ** 3))) },
  Erf: { operator: "Gelu", compute: (x: number) => 0.5 * x * (1 + bend(x / Math.SQRT2)) },
} as const;

const bend = Math.tanh;

/** Where a composed GELU is compared with the two forms, and how close it must be: constants are float32. */
const samples = [-4, -2.3, -1.1, -0.6, -0.2, 0.1, 0.4, 0.9, 1.7, 3.1];
const tolerance = 1e-5;

/** Nodes that a composed GELU can have. */
const mostNodes = 16;

/**
 * Put ONNX Runtime's GELU where it is written out, in its tanh or its erf form, however its factors are ordered.
 *
 * A candidate is known by what it computes: its operators are evaluated on a few numbers. Only where nothing else reads what is
 * in between: a gradient that does keeps it.
 */
export function matchGelu(graph: Graph): Graph {
  const index = new GraphIndex(graph);
  const found = new Map<Value, { x: Value; operator: string }>();
  for (const node of graph.nodes) {
    if (node.operator !== "Tanh" && node.operator !== "Erf") continue;
    const match = findGelu(index, node, forms[node.operator]);
    if (match) found.set(match.y, match);
  }
  if (found.size === 0) return graph;
  return rewriteGraph(graph, (node, { graph, now }) => {
    const [y] = node.outputs as [Value];
    const match = found.get(y);
    return (
      match && [graph.node(match.operator, [now(match.x)], { dtype: y.dtype, shape: y.shape }, {}, "com.microsoft")]
    );
  });
}

type Match = { x: Value; y: Value; operator: string };

/** Go down from the heart, at most four operators, and try each value that joins in as x. */
function findGelu(
  index: GraphIndex,
  heart: GraphNode,
  { operator, compute }: (typeof forms)[keyof typeof forms],
): Match | undefined {
  const candidates = new Set<Value>();
  let y = heart.outputs[0]!;
  let match: Match | undefined;
  if (y.shape.length === 0) return undefined; // the operator takes no scalar
  for (let step = 0; step < 4 && index.isReadOnce(y); step++) {
    const node = index.consumers(y)[0]!;
    if (!(node.operator in rules)) break;
    for (const input of node.inputs) if (input && input !== y) addCandidates(index, candidates, input);
    y = node.outputs[0]!;
    for (const x of candidates)
      if (
        String(x.shape) === String(y.shape) &&
        computes(index, y, x, compute) &&
        index.isSealed(y, new Set([x]), mostNodes)
      )
        match = { x, y, operator };
  }
  return match;
}

/** A value that is no constant, and what it is a multiple of. */
function addCandidates(index: GraphIndex, candidates: Set<Value>, value: Value): void {
  if (value.uniform !== undefined) return;
  candidates.add(value);
  const multiple = index.producer(value, "Mul", "Div");
  for (const input of multiple?.inputs ?? []) if (input && input.uniform === undefined) candidates.add(input);
}

const rules: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Div: (a, b) => a / b,
  Erf: bend,
  Mul: (a, b) => a * b,
  Neg: (a) => -a,
  Pow: (a, b) => a ** b,
  Sub: (a, b) => a - b,
  Tanh: bend,
};

function computes(index: GraphIndex, y: Value, x: Value, compute: (x: number) => number): boolean {
  return samples.every((sample) => {
    const result = evaluate(index, y, new Map([[x, sample]]), mostNodes);
    return Math.abs(result - compute(sample)) <= tolerance * (1 + Math.abs(sample));
  });
}

/** The number that a value has where x has a known one; NaN if it depends on anything else. */
function evaluate(index: GraphIndex, value: Value, known: Map<Value, number>, depth: number): number {
  const found = known.get(value) ?? value.uniform;
  if (found !== undefined) return found;
  const node = index.producer(value);
  const rule = node && rules[node.operator];
  const operands = rule && depth > 0 ? node.inputs.map((input) => evaluate(index, input!, known, depth - 1)) : [];
  const result = operands.length > 0 ? rule!(...(operands as [number, number])) : Number.NaN;
  known.set(value, result);
  return result;
}
