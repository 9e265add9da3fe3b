import { describe, expect, it } from "vitest";
import { UsageError } from "../usage-error.ts";
import { freezeBy } from "./freeze-pattern.ts";

const paths = [
  "embedding.kernel",
  "encoder.blocks.0.attention.query.kernel",
  "encoder.blocks.1.attention.query.kernel",
  "encoder.blocks.10.mlp.out.bias",
  "head.kernel",
];
const frozen = (...patterns: string[]) => paths.filter(freezeBy(patterns, paths));

describe("freezeBy", () => {
  it("takes paths, branches and stars", () => {
    expect(frozen()).toEqual([]);
    expect(frozen("head.kernel")).toEqual(["head.kernel"]);
    expect(frozen("encoder.blocks.1")).toEqual([paths[2]]);
    expect(frozen("embedding", "encoder")).toEqual(paths.slice(0, 4));
    expect(frozen("encoder.blocks.*.attention", "*bias")).toEqual(paths.slice(1, 4));
  });
  it("refuses what names nothing, and what leaves nothing", () => {
    expect(() => frozen("encoder.block")).toThrow(
      new UsageError(
        "--freeze: expected a parameter or branch, got encoder.block, which names none; there are embedding.kernel, encoder.blocks, head.kernel",
      ),
    );
    expect(() => frozen("*")).toThrow(
      new UsageError("--freeze: expected something left to train, got every parameter frozen by *"),
    );
  });
});
