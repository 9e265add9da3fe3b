import { describe, expect, it } from "vitest";
import { parseNamedTable, parseTable } from "./parse-table.ts";

const read = (text: string) => parseNamedTable(text, "a.csv", ["label", "id"], ["more"]);

describe("parseTable", () => {
  it("counts lines and keeps commas in quotes", () =>
    expect(parseTable('a,b\n\n"x, y","say ""hi"""\n1, 2 \n', "a.csv")).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 3, cells: ["x, y", 'say "hi"'] },
      { line: 4, cells: ["1", "2"] },
    ]));
  it("names the line of a quote that never ends", () =>
    expect(() => parseTable('a,b\n1,"2\n3,4\n', "a.csv")).toThrow(/^a\.csv, line \d+: .*; is a quote missing\?$/));
});

describe("parseNamedTable", () => {
  it("reads the same with a byte order mark and line ends of Windows, columns in any order", () => {
    const rows = read("\uFEFFid,label,extra\r\n1,dance,x\r\n2,sing,y\r\n");
    expect(rows.map((row) => [row.line, row.get("label"), row.get("id"), row.get("more")])).toEqual([
      [2, "dance", "1", ""],
      [3, "sing", "2", ""],
    ]);
  });
  it.each([
    ["an empty file", "", "a.csv, line 1: expected the columns label, id, got an empty file"],
    [
      "semicolons",
      "label;id\n1;2",
      "a.csv, line 1: expected commas between columns, got semicolons; save it as CSV with commas",
    ],
    ["tabs", "label\tid\n", "a.csv, line 1: expected commas between columns, got tabs; save it as CSV with commas"],
    [
      "a missing column",
      "label,ident\nx,1\n",
      "a.csv, line 1: expected the columns label, id; missing id (there are label, ident)",
    ],
    ["a short row", "label,id\nx,1\n\ny\n", "a.csv, line 4: expected 2 columns, got 1: y"],
  ])("refuses %s", (_, text, message) => expect(() => read(text)).toThrow(message));
});
