import Pbf from "pbf";
import { describe, expect, it } from "vitest";
import { GraphBuilder } from "../graph/graph-builder.ts";
import { encodeModel, encodeModelFiles } from "./encode-model.ts";

/** Any message as a list of [field, value]; bytes stay bytes. An independent reader of the wire format. */
function read(bytes: Uint8Array): [number, number | Uint8Array][] {
  const pbf = new Pbf(bytes.slice()); // Pbf reads floats from the beginning of the whole buffer
  return pbf.readFields((tag, list: [number, number | Uint8Array][]) => {
    if (pbf.type === 2) list.push([tag, pbf.readBytes()]);
    else list.push([tag, pbf.type === 5 ? pbf.readFloat() : pbf.readVarint(true)]);
  }, []);
}
const fields = (bytes: Uint8Array, field: number) =>
  read(bytes).flatMap(([tag, value]) => (tag === field ? [value] : []));
const bytesOf = (bytes: Uint8Array, field: number) => fields(bytes, field) as Uint8Array[];
const text = (bytes: Uint8Array | number | undefined) => new TextDecoder().decode(bytes as Uint8Array);

describe("encodeModel", () => {
  const graph = new GraphBuilder();
  const x = graph.input("x", "float32", [2, 3]);
  const attributes = { axis: -1, alpha: { float: 0.5 }, perm: [1, 0], mode: "reflect" };
  const y = graph.node(
    "Op",
    [x, undefined, graph.list([-1, 2 ** 40])],
    { dtype: "bool", shape: [] },
    attributes,
    "com.microsoft",
  );
  const model = encodeModel(graph.finish([["y", y]]));
  const [content] = bytesOf(model, 7);
  const [node] = bytesOf(content!, 1);

  it("states its version and operator sets", () => {
    expect(fields(model, 1)).toEqual([8]);
    const sets = bytesOf(model, 8).map((set) => [text(bytesOf(set, 1)[0]), fields(set, 2)[0]]);
    expect(sets).toEqual([
      ["", 18],
      ["com.microsoft", 1],
    ]);
  });

  it("writes a node with its inputs, also an absent one, and every kind of attribute", () => {
    expect(bytesOf(node!, 1).map(text)).toEqual(["x", "", "%constant_0"]);
    expect(bytesOf(node!, 2).map(text)).toEqual(["y"]);
    expect([text(bytesOf(node!, 4)[0]), text(bytesOf(node!, 7)[0])]).toEqual(["Op", "com.microsoft"]);
    const written = bytesOf(node!, 5).map((attribute) => {
      const [name, ...value] = read(attribute);
      return [
        text(name![1]),
        ...value.map(([tag, content]) => [tag, content instanceof Uint8Array ? text(content) : content]),
      ];
    });
    expect(written).toEqual([
      ["axis", [3, -1], [20, 2]],
      ["alpha", [2, 0.5], [20, 1]],
      ["perm", [8, 1], [8, 0], [20, 7]],
      ["mode", [4, "reflect"], [20, 3]],
    ]);
  });

  it("writes constants as little-endian bytes", () => {
    const [constant] = bytesOf(content!, 5);
    expect([fields(constant!, 1), fields(constant!, 2)]).toEqual([[2], [7]]);
    const bytes = bytesOf(constant!, 9)[0]!.slice();
    expect([...new BigInt64Array(bytes.buffer)]).toEqual([-1n, 2n ** 40n]);
  });

  it("writes type and shape of inputs and outputs, and an empty shape for a scalar", () => {
    const type = (info: Uint8Array) => bytesOf(bytesOf(info, 2)[0]!, 1)[0]!;
    const [input, output] = [type(bytesOf(content!, 11)[0]!), type(bytesOf(content!, 12)[0]!)];
    const sizes = bytesOf(bytesOf(input, 2)[0]!, 1).map((dimension) => fields(dimension, 1)[0]);
    expect([fields(input, 1), sizes]).toEqual([[1], [2, 3]]);
    expect([fields(output, 1), bytesOf(output, 2)[0]!.length]).toEqual([[9], 0]);
  });
});

describe("a graph with more than 2 GB of constants", () => {
  const bytes = new Uint8Array(2 ** 30); // never touched, so it takes no memory
  const constants = ["a", "b"].map((name) => ({ name, dtype: "float32", shape: [2 ** 28], bytes }) as const);
  const graph = { inputs: [], outputs: [], nodes: [], constants };

  it("does not fit into one file", () =>
    expect(() => encodeModel(graph)).toThrow(
      new RangeError(
        "toOnnx: expected at most 2 GB of constants, which is what one ONNX file can hold, got 2.0 GB; use toOnnxFiles, which puts them into a second file",
      ),
    ));

  it("fits into two", () => {
    const { model, data } = encodeModelFiles(graph, "weights");
    expect(data.map(({ length }) => length)).toEqual([2 ** 30, 2 ** 30]);
    const [content] = bytesOf(model, 7);
    const tensors = bytesOf(content!, 5).map((tensor) => ({
      location: fields(tensor, 14)[0],
      ...Object.fromEntries(
        bytesOf(tensor, 13).map((entry) => [text(bytesOf(entry, 1)[0]), text(bytesOf(entry, 2)[0])]),
      ),
    }));
    const length = String(2 ** 30);
    expect(tensors).toEqual([
      { location: "weights", offset: "0", length },
      { location: "weights", offset: length, length },
    ]);
  });

  it("has every constant at the beginning of a page", () => {
    const constant = (name: string, length: number) =>
      ({ name, dtype: "float32", shape: [length / 4], bytes: new Uint8Array(length) }) as const;
    const small = { ...graph, constants: [constant("a", 5000), constant("b", 8), constant("c", 4096)] };
    expect(encodeModelFiles(small, "weights").data.map(({ length }) => length)).toEqual([5000, 3192, 4096]);
  });
});
