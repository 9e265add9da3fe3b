import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapTree, treeFromLeaves, treeLeaves } from "./tree.ts";

const leaf = (size: number) => ({ dtype: "float32", shape: [size] });

describe("treeLeaves", () => {
  it("joins names with dots, in the order written", () => {
    const tree = { head: leaf(1), blocks: [{ kernel: leaf(2) }, { kernel: leaf(3) }], absent: undefined };
    expect(treeLeaves(tree).map(([path]) => path)).toEqual(["head", "blocks.0.kernel", "blocks.1.kernel"]);
  });
  it("refuses what is no tree", () => {
    expect(() => treeLeaves({ head: 3 } as never)).toThrow(
      'treeLeaves: expected a tensor, a record or an array at "head", got 3',
    );
  });
});

describe("mapTree", () => {
  it("keeps records and arrays", () => {
    const sizes = mapTree({ blocks: [leaf(2), leaf(3)], head: leaf(4) }, (at, path) => `${path}:${at.shape}`);
    expect(sizes).toEqual({ blocks: ["blocks.0:2", "blocks.1:3"], head: "head:4" });
  });
});

describe("treeFromLeaves", () => {
  it("is the inverse of treeLeaves for any tree", () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.integer({ min: 1, max: 9 }).map(leaf),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tie("tree"), {
          minKeys: 1,
          maxKeys: 3,
          noNullPrototype: true,
        }),
      ),
    }));
    fc.assert(
      fc.property(fc.record({ root: tree }), (original) => {
        expect(treeFromLeaves(treeLeaves(original as never))).toEqual(original);
      }),
    );
  });
  it("refuses a path through a leaf and a path given twice", () => {
    expect(() =>
      treeFromLeaves([
        ["a", leaf(1)],
        ["a.b", leaf(1)],
      ]),
    ).toThrow('treeFromLeaves: "a.b" runs through the leaf "a"');
    expect(() =>
      treeFromLeaves([
        ["a", leaf(1)],
        ["a", leaf(1)],
      ]),
    ).toThrow('treeFromLeaves: "a" occurs twice');
  });
});
