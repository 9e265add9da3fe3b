import { countValues } from "@vivit/nn";
import type { ElementType, Graph, GraphNode, Value } from "./graph.ts";

/** Bytes that a program needs, estimated before it runs. */
export interface MemoryEstimate {
  /** All together. */
  readonly total: number;
  /** Inputs and outputs, a carried state among them. */
  readonly ends: number;
  /** Constants in the graph. */
  readonly constants: number;
  /** The most that intermediate values take at one time. */
  readonly between: number;
}

const bytesOf: Readonly<Record<ElementType, number>> = {
  float16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
};

/** Operators whose output is their input's memory. */
const views = new Set(["Reshape", "Identity"]);

/**
 * Estimate the memory of a program: a value lives from the node that computes it to the last that reads it.
 *
 * What a runtime needs beside values (packed weights, room within an operator) is not counted, and what it computes in place of an
 * input is counted twice, for a moment.
 */
export function estimateMemory(graph: Graph): MemoryEstimate {
  const ends = sum([...graph.inputs, ...graph.outputs].map(size));
  const constants = sum(graph.constants.map(({ bytes }) => bytes.length));
  const live = new LiveValues(graph);
  for (const [place, node] of graph.nodes.entries()) live.pass(node, place);
  return { total: ends + constants + live.most, ends, constants, between: live.most };
}

/** Intermediate values that exist at a place of the graph. */
class LiveValues {
  most = 0;
  readonly #lastRead = new Map<Value, number>();
  readonly #roots = new Map<Value, Value>();
  readonly #live = new Set<Value>();
  readonly #atEnds: ReadonlySet<Value>;
  #bytes = 0;

  constructor({ nodes, outputs, inputs, constants }: Graph) {
    this.#atEnds = new Set([...inputs, ...outputs, ...constants]);
    for (const [place, node] of nodes.entries()) {
      const [output] = node.outputs as readonly [Value];
      if (views.has(node.operator)) this.#roots.set(output, this.#root(node.inputs[0]!));
      for (const input of node.inputs) if (input) this.#lastRead.set(this.#root(input), place);
    }
  }

  #root(value: Value): Value {
    return this.#roots.get(value) ?? value;
  }

  pass(node: GraphNode, place: number): void {
    for (const output of node.outputs) {
      if (this.#roots.has(output) || this.#atEnds.has(output) || !this.#lastRead.has(output)) continue;
      this.#live.add(output);
      this.#bytes += size(output);
    }
    this.most = Math.max(this.most, this.#bytes);
    for (const input of new Set(node.inputs.map((input) => input && this.#root(input))))
      if (input && this.#lastRead.get(input) === place && this.#live.delete(input)) this.#bytes -= size(input);
  }
}

function size({ dtype, shape }: Value): number {
  return countValues(shape) * bytesOf[dtype];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
