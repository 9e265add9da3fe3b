import { countValues } from "@vivit/nn";
import type { Graph, GraphNode, Value } from "../graph/graph.ts";
import type { GraphBuilder } from "../graph/graph-builder.ts";
import { zeroFrom } from "../lower/after.ts";
import { elementwise, sameShape } from "../lower/elementwise.ts";
import { GraphIndex } from "./graph-index.ts";
import { rewriteGraph } from "./rewrite-graph.ts";

/** A leaf of a carried state: the graph's input, and its output that is the next input. */
export interface CarriedPair {
  readonly input: string;
  readonly output: string;
}

/** A graph, and which outputs may be written where their input lies. */
export interface WrittenOver {
  readonly graph: Graph;
  readonly outputs: ReadonlySet<string>;
}

/** Operators that read each place just before they write it. */
const writers = new Set(["Add", "Sub", "Mul", "Div"]);

/** Operators whose output may be their input's memory, or that a runtime may join with what reads them. */
const views = new Set(["Reshape", "Identity", "Transpose", "Cast", "Squeeze", "Unsqueeze", "Flatten"]);

/** How far above the last node a single number is looked for. */
const mostSteps = 3;

/**
 * Find the carried leaves whose new value can be written over the old one, in whatever order a runtime takes the nodes.
 *
 * Every other reader of the old value must have run before the node that writes the new one: because the new value depends on
 * it or, where it does not (weights are read once more for the gradient of what was multiplied with them), because a single number
 * that the new value depends on, such as the learning rate, is made to wait for it.
 */
export function writeOverState(old: Graph, pairs: readonly CarriedPair[]): WrittenOver {
  const found = new Map(pairs.map((pair) => [pair.output, new Search(old, pair).waits()] as const));
  const safe = [...found].filter(([, waits]) => waits !== undefined);
  const byNode = new Map(safe.flatMap(([, waits]) => (waits?.node ? [[waits.node, waits] as const] : [])));
  const graph = rewriteGraph(old, (node, { graph, now }) => {
    const waits = byNode.get(node);
    if (!waits) return undefined;
    const number = afterAll(graph, now(waits.number!), waits.readers.map(now));
    const inputs = node.inputs.map((input) => (input === waits.number ? number : input && now(input)));
    const outputs = node.outputs.map(({ name: _, ...output }) => output);
    return graph.nodes(node.operator, inputs, outputs, node.attributes, node.domain);
  });
  return { graph, outputs: new Set(safe.map(([output]) => output)) };
}

/** The same number, once all of these values are known. */
function afterAll(graph: GraphBuilder, number: Value, values: readonly Value[]): Value {
  return values.reduce((sum, value) => elementwise(graph, "Add", [sum, zeroFrom(graph, value)], "float32"), number);
}

/** A number that a node reads, and the values that it must wait for; no node where nothing has to wait. */
interface Waits {
  readonly node?: GraphNode;
  readonly number?: Value;
  readonly readers: readonly Value[];
}

/** The search for one leaf. */
class Search {
  readonly #index: GraphIndex;
  readonly #places: ReadonlyMap<GraphNode, number>;
  readonly #input: Value | undefined;
  readonly #writer: GraphNode | undefined;

  constructor(graph: Graph, { input, output }: CarriedPair) {
    this.#index = new GraphIndex(graph);
    this.#places = new Map(graph.nodes.map((node, place) => [node, place]));
    this.#input = graph.inputs.find(({ name }) => name === input);
    this.#writer = this.#index.producer(graph.outputs.find(({ name }) => name === output));
  }

  /** What must wait for what; undefined where the leaf cannot be written over. */
  waits(): Waits | undefined {
    const [input, writer] = [this.#input, this.#writer];
    if (!input || !writer || !writers.has(writer.operator)) return undefined;
    if (!sameShape(input.shape, writer.outputs[0]!.shape)) return undefined;
    const before = this.#ancestors(writer);
    const late = this.#readers(input).filter((node) => node !== writer && !before.has(node));
    if (late.length === 0) return { readers: [] };
    const last = Math.max(...late.map((node) => this.#places.get(node)!));
    const single = this.#singleNumber(writer, mostSteps, last);
    if (!single || !late.every(({ outputs }) => outputs[0]!.dtype === "float32")) return undefined;
    return { ...single, readers: late.map(({ outputs }) => outputs[0]!) };
  }

  /** All nodes that read a value, also as a view of it. */
  #readers(value: Value): GraphNode[] {
    return this.#index
      .consumers(value)
      .flatMap((node) => [node, ...(views.has(node.operator) ? this.#readers(node.outputs[0]!) : [])]);
  }

  #ancestors(node: GraphNode): Set<GraphNode> {
    const found = new Set<GraphNode>();
    const open = [node];
    for (let at = open.pop(); at; at = open.pop())
      for (const input of at.inputs) {
        const above = this.#index.producer(input);
        if (above && !found.has(above)) open.push(above);
        if (above) found.add(above);
      }
    return found;
  }

  /** A single float32 number that the node reads, or one above it that serves it alone; after a place, so that no circle closes. */
  #singleNumber(node: GraphNode, steps: number, after: number): Pick<Waits, "node" | "number"> | undefined {
    if (steps === 0 || this.#places.get(node)! <= after) return undefined;
    const number = node.inputs.find((input) => input?.dtype === "float32" && countValues(input.shape) === 1);
    if (number && number !== this.#input) return { node, number };
    for (const input of node.inputs) {
      const above = input && this.#index.isReadOnce(input) ? this.#index.producer(input) : undefined;
      const found = above && this.#singleNumber(above, steps - 1, after);
      if (found) return found;
    }
    return undefined;
  }
}
