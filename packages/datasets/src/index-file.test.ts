import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClipIndex } from "./clip-index.ts";
import { formatIndex, leavesDirectory, parseIndex } from "./index-file.ts";

const index: ClipIndex = {
  directory: "../data",
  classes: ["zebra", "ant", "cut"],
  heads: [
    { name: "noun", classes: 2 },
    { name: "verb", classes: 1 },
  ],
  horizontalFlip: true,
  validation: "folder",
  entries: [
    { path: "a b/ü,1.mp4", labels: [1, 2], split: "train", weight: 0.5, hash: "0".repeat(64) },
    { path: "long.MP4", part: { kind: "time", start: 1.5, end: 3 }, labels: [0, 2], split: "validation" },
    { path: "P01_01", part: { kind: "pictures", first: 3, last: 90 }, labels: [0, 2], split: "train" },
    { path: "train-00000-of-00001", part: { kind: "record", offset: 12, length: 900 }, labels: [], split: "test" },
  ],
};

const header = formatIndex({ ...index, entries: [] }, ".").trim();
const entry = (change: object) => `${header}\n${JSON.stringify({ ...index.entries[0], ...change })}\n`;

describe("an index file", () => {
  it("gives back what was written, in the same order of classes", () =>
    expect(parseIndex(formatIndex(index, "../data"), "index.jsonl")).toEqual(index));

  it("keeps what classes become when mirrored, and refuses one that is no class", () => {
    const text = formatIndex({ ...index, mirrored: [1, 0, 2] }, "../data");
    expect(parseIndex(text, "i").mirrored).toEqual([1, 0, 2]);
    expect(() => parseIndex(text.replace("[1,0,2]", "[1,0,3]"), "i")).toThrow(
      "i, line 1: expected one of 3 labels for each class in mirrored, got 1, 0, 3",
    );
  });

  it("may come from Windows", () =>
    expect(parseIndex(`\uFEFF${formatIndex(index, "../data").replaceAll("\n", "\r\n")}`, "index.jsonl")).toEqual(
      index,
    ));

  it.each<[string, string, string]>([
    [
      "no JSON",
      `${header}\n{"path":`,
      'i, line 2: expected JSON, got "{\\"path\\":"; write the index again with vivit check',
    ],
    [
      "another file",
      "label,youtube_id",
      'i, line 1: expected JSON, got "label,youtube_id"; write the index again with vivit check',
    ],
    ["another version", header.replace('"version":1', '"version":2'), "i, line 1: version: Invalid input: expected 1"],
    [
      "heads that do not add up",
      header.replace('"classes":1}', '"classes":2}'),
      "i, line 1: expected heads of 3 classes together, got 4",
    ],
    [
      "a label that is no class",
      entry({ labels: [0, 3] }),
      "i, line 2: expected labels below 3, the number of classes, got 3",
    ],
    [
      "a path that leaves",
      entry({ path: "a/../../b.mp4" }),
      "i, line 2: expected a path inside the data folder, got a/../../b.mp4",
    ],
    ["an unknown field", entry({ lable: 3 }), 'i, line 2: Unrecognized key: "lable"'],
    [
      "a part that ends before it begins",
      entry({ part: { kind: "time", start: 2, end: 1 } }),
      "i, line 2: part: end must come after start",
    ],
    ["a hash cut short", entry({ hash: "00" }), "i, line 2: hash: expected 64 hexadecimal digits"],
  ])("refuses %s", (_, text, message) => expect(() => parseIndex(text, "i")).toThrow(new Error(message)));

  it("knows every path that climbs out", () => {
    const step = fc.constantFrom("a", "..", ".", "b.mp4");
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.constantFrom("/", "\\"), (steps, slash) => {
        const depths = steps.map((_, at) =>
          steps.slice(0, at + 1).reduce((depth, one) => depth + (one === ".." ? -1 : Number(one !== ".")), 0),
        );
        expect(leavesDirectory(steps.join(slash))).toBe(Math.min(...depths) < 0);
      }),
    );
    expect(["/etc/passwd", "C:\\clips\\1.mp4", "\\\\host\\share"].map(leavesDirectory)).toEqual([true, true, true]);
  });
});
