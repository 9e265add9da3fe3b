import { describe, expect, it } from "vitest";
import { checkLengths } from "./check-lengths.ts";
import { makeRepository } from "./testing/make-repository.ts";
import { formatViolation } from "./violation.ts";

function judge(path: string, lines: readonly string[], tables = {}): string[] {
  const root = makeRepository({ "packages/a/package.json": { name: "@vivit/a" }, [path]: `${lines.join("\n")}\n` });
  return checkLengths(root, tables).map(formatViolation);
}
const statements = (count: number) => Array.from({ length: count }, (_, place) => `call(${place});`);

describe("checkLengths", () => {
  it("allows 200 lines and refuses 201, except of a table", () => {
    const path = "packages/a/src/long.ts";
    expect(judge(path, statements(200))).toEqual([]);
    expect(judge(path, statements(201))).toEqual([
      `${path}:201: 201 lines, at most 200; split it by idea, or move a table to a file of its own and name that in tooling/checks/src/tables.ts`,
    ]);
    expect(judge(path, statements(201), { [path]: "one row for each operation" })).toEqual([]);
  });
  it("allows a function of 40 lines and refuses one of 41, except in tests", () => {
    const long = ["call();", "function f() {", ...statements(39), "}"];
    expect(judge("packages/a/src/a.ts", long.toSpliced(3, 1))).toEqual([]);
    expect(judge("packages/a/src/a.ts", long)).toEqual([
      "packages/a/src/a.ts:2: a function of 41 lines, at most 40; split it",
    ]);
    expect(judge("packages/a/src/a.test.ts", long)).toEqual([]);
  });
});
