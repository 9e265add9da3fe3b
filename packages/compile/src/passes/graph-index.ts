import type { Constant, Graph, GraphNode, Value } from "../graph/graph.ts";
import { constantValues } from "../graph/typed-array.ts";

/** Who computes and who reads each value of a graph. */
export class GraphIndex {
  readonly #producers = new Map<Value, GraphNode>();
  readonly #consumers = new Map<Value, GraphNode[]>();
  readonly #constants: ReadonlySet<Value>;
  readonly #outputs: ReadonlySet<Value>;

  constructor(graph: Graph) {
    this.#constants = new Set(graph.constants);
    this.#outputs = new Set(graph.outputs);
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.#producers.set(output, node);
      for (const input of new Set(node.inputs)) if (input) this.#add(input, node);
    }
  }

  #add(value: Value, node: GraphNode): void {
    const consumers = this.#consumers.get(value);
    if (consumers) consumers.push(node);
    else this.#consumers.set(value, [node]);
  }

  /** The node that computes a value, if it is one of these operators (any if none is named). */
  producer(value: Value | undefined, ...operators: readonly string[]): GraphNode | undefined {
    const node = value && this.#producers.get(value);
    return node && (operators.length === 0 || operators.includes(node.operator)) ? node : undefined;
  }

  /** The numbers of a constant; none for other values. */
  numbers(value: Value | undefined): ArrayLike<number> | undefined {
    return value && this.#constants.has(value) ? constantValues(value as Constant) : undefined;
  }

  /** Whether one node alone reads a value, and it is no output of the graph. */
  isReadOnce(value: Value): boolean {
    return this.#consumers.get(value)?.length === 1 && !this.#outputs.has(value);
  }

  /** The nodes that read a value. */
  consumers(value: Value): readonly GraphNode[] {
    return this.#consumers.get(value) ?? [];
  }

  /**
   * Whether all that is computed between some values and a result serves this result alone, so that a fused node can take its place.
   *
   * @param most how many nodes a pattern can have; more are no match
   */
  isSealed(result: Value, from: ReadonlySet<Value>, most: number): boolean {
    const inside = this.#between(result, from, most);
    if (!inside) return false;
    for (const node of inside)
      for (const output of node.outputs) {
        if (output === result) continue;
        if (this.#outputs.has(output) || this.consumers(output).some((reader) => !inside.has(reader))) return false;
      }
    return true;
  }

  #between(result: Value, from: ReadonlySet<Value>, most: number): Set<GraphNode> | undefined {
    const inside = new Set<GraphNode>();
    const open = [result];
    for (let value = open.pop(); value; value = open.pop()) {
      const node = this.producer(value);
      if (!node || from.has(value) || value.uniform !== undefined || inside.has(node)) continue;
      if (inside.size === most) return undefined;
      inside.add(node);
      for (const input of node.inputs) if (input) open.push(input);
    }
    return inside;
  }
}
