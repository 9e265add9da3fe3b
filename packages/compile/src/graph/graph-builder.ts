import { countValues } from "@vivit/nn";
import { ConstantPool } from "./constant-pool.ts";
import type { Attributes, Constant, Domain, ElementType, Graph, GraphNode, Value } from "./graph.ts";
import { NodePool, type Output } from "./node-pool.ts";
import { removeDeadNodes } from "./remove-dead-nodes.ts";
import { typedArray } from "./typed-array.ts";

/** A graph under construction: lowerings append nodes and get the values that they compute. */
export class GraphBuilder {
  readonly #inputs: Value[] = [];
  readonly #constants = new ConstantPool();
  readonly #nodes = new NodePool();

  /** A value that the caller feeds at every run. */
  input(name: string, dtype: ElementType, shape: readonly number[]): Value {
    const value = { name, dtype, shape: [...shape] };
    this.#inputs.push(value);
    return value;
  }

  /** A value known now. */
  constant(values: ArrayLike<number>, shape: readonly number[], dtype: ElementType): Constant {
    return this.#constants.constant(typedArray(values, dtype), shape, dtype);
  }

  /** A constant of another graph. */
  adopt(constant: Constant): Constant {
    return this.#constants.adopt(constant);
  }

  /** The node that computes a value; none computes inputs and constants. */
  producer(value: Value): GraphNode | undefined {
    return this.#nodes.producer(value);
  }

  /** A constant of rank 0. */
  scalar(value: number, dtype: ElementType = "float32"): Constant {
    return this.constant([value], [], dtype);
  }

  /** A constant list of int64 numbers, as ONNX wants shapes, axes and bounds. */
  list(values: readonly number[]): Constant {
    return this.constant(values, [values.length], "int64");
  }

  /** A tensor filled with one number. It costs no space in the model. */
  filled(value: number, shape: readonly number[], dtype: ElementType): Value {
    const scalar = this.scalar(value, dtype);
    if (shape.length === 0) return scalar;
    if (countValues(shape) <= 1) return this.constant(Array(countValues(shape)).fill(value), shape, dtype);
    return this.node("Expand", [scalar, this.list(shape)], { dtype, shape, uniform: value });
  }

  /** The only output of a node. */
  node(
    operator: string,
    inputs: readonly (Value | undefined)[],
    output: Output,
    attributes: Attributes = {},
    domain: Domain = "",
  ): Value {
    return this.nodes(operator, inputs, [output], attributes, domain)[0]!;
  }

  /** All outputs of a node. */
  nodes(
    operator: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly Output[],
    attributes: Attributes = {},
    domain: Domain = "",
  ): readonly Value[] {
    return this.#nodes.outputs(operator, inputs, outputs, attributes, domain);
  }

  /**
   * End the graph and drop what no output needs.
   *
   * @param outputs values with the names they get; a value may be an input, a constant, or occur twice
   */
  finish(outputs: readonly (readonly [name: string, value: Value])[]): Graph {
    const unnamed = new Set(this.#nodes.nodes.flatMap((node) => node.outputs));
    const named = outputs.map(([name, value]) => {
      const output = unnamed.delete(value) ? value : this.#nodes.append("Identity", [value], [value], {}, "")[0]!;
      output.name = name;
      return output;
    });
    const nodes = this.#nodes.nodes;
    return removeDeadNodes({ inputs: this.#inputs, outputs: named, nodes, constants: this.#constants.list() });
  }
}
