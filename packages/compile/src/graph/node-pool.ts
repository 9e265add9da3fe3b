import type { Attributes, Domain, GraphNode, Value } from "./graph.ts";

/** Type and shape of a node's output, and the number that fills it where that is known. */
export type Output = Pick<Value, "dtype" | "shape" | "uniform">;

/** Nodes of a graph in order; a node asked for twice is made once (common subexpressions share their result). */
export class NodePool {
  readonly nodes: GraphNode[] = [];
  readonly #known = new Map<string, readonly Value[]>();
  readonly #producers = new Map<Value, GraphNode>();

  /** The node that computes a value. */
  producer(value: Value): GraphNode | undefined {
    return this.#producers.get(value);
  }

  /** The outputs of a node with this operator, inputs and attributes. */
  outputs(
    operator: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly Output[],
    attributes: Attributes,
    domain: Domain,
  ): readonly Value[] {
    const key = `${domain}:${operator}(${inputs.map((input) => input?.name)})${JSON.stringify(attributes)}${outputs.length}`;
    const known = this.#known.get(key);
    if (known) return known;
    const made = this.append(operator, inputs, outputs, attributes, domain);
    this.#known.set(key, made);
    return made;
  }

  /** The outputs of a new node, even if one like it is there. */
  append(
    operator: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly Output[],
    attributes: Attributes,
    domain: Domain,
  ): readonly Value[] {
    const name = `%${operator}_${this.nodes.length}`;
    const made = outputs.map((output, index) => ({ ...output, name: index ? `${name}.${index}` : name }));
    const node = { operator, domain, inputs, outputs: made, attributes };
    this.nodes.push(node);
    for (const value of made) this.#producers.set(value, node);
    return made;
  }
}
