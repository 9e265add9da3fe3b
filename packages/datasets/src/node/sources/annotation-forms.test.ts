import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf } from "../../fixtures/folder-of-files.ts";
import { openData } from "./open-data.ts";

const clips = { "a/1.mp4": "", "a/2.mp4": "", "b/3.mp4": "", "b/4.mp4": "" };

describe("annotation files that differ in form are read alike", () => {
  const entries = [
    { path: "a/1.mp4", labels: [0], split: "train" },
    { path: "b/3.mp4", labels: [1], split: "train" },
    { path: "a/2.mp4", labels: [0], split: "validation" },
  ];
  it.each<[string, Record<string, string>]>([
    ["spaces", { "train.txt": "a/1.mp4 0\nb/3.mp4 1\n", "val.txt": "a/2.mp4 0\n" }],
    ["commas, Windows", { "train.csv": "\uFEFFa/1.mp4,0\r\nb/3.mp4,1\r\n", "val.csv": "a/2.mp4,0\r\n" }],
    ["tabs", { "train.txt": "a/1.mp4\t0\nb/3.mp4\t1\n", "val.txt": "a/2.mp4\t0\n" }],
    ["labels from 1", { "train.txt": "a/1.mp4 1\nb/3.mp4 2\n", "val.txt": "a/2.mp4 1\n" }],
    ["metadata", { "metadata.csv": "file_name,label,split\na/1.mp4,x,train\nb/3.mp4,y,train\na/2.mp4,x,validation\n" }],
    [
      "JSON metadata",
      {
        "metadata.jsonl":
          '{"file_name":"a/1.mp4","label":"x"}\n{"file_name":"b/3.mp4","label":"y"}\n{"file_name":"a/2.mp4","label":"x","split":"val"}\n',
      },
    ],
  ])("%s", (_, files) => expect(openData(folderOf({ ...clips, ...files })).index.entries).toEqual(entries));

  it("numbers from 1 are said", () =>
    expect(openData(folderOf({ ...clips, "train.txt": "a/1.mp4 1\nb/3.mp4 2\n" })).notices).toEqual([
      "labels run from 1 to 2; they are taken as classes 0 to 1",
    ]));
  it("paths may hold spaces, labels may be several, folders of pictures have counts", () => {
    const files = { "a b/1 2.mp4": "", "f/img_00001.jpg": "", "f/img_00002.jpg": "" };
    const { index } = openData(folderOf({ ...files, "train.txt": "a b/1 2.mp4 0 2\nf 2 1\nf 1 2 1\n" }));
    expect(index).toMatchObject({ classes: ["0", "1", "2"], severalLabels: true });
    expect(index.entries).toMatchObject([
      { path: "a b/1 2.mp4", labels: [0, 2] },
      { path: "f", part: { kind: "pictures" }, labels: [1] },
      { path: "f", part: { kind: "pictures", first: 1, last: 2 }, labels: [1] },
    ]);
  });
  it("seconds of a long file may be clips, with weights", () =>
    expect(
      openData(
        folderOf({
          "long.mp4": "",
          "metadata.csv": "file_name,label,start,end,weight\nlong.mp4,x,1.5,2,3\nlong.mp4,y,2,4,\n",
        }),
      ).index.entries,
    ).toMatchObject([
      { path: "long.mp4", part: { kind: "time", start: 1.5, end: 2 }, labels: [0], weight: 3 },
      { path: "long.mp4", part: { kind: "time", start: 2, end: 4 }, labels: [1] },
    ]));
  it("folders of pictures are clips in class folders", () =>
    expect(
      openData(folderOf({ "train/a/x/1.jpg": "", "train/b/y/1.jpg": "", "val/a/z/1.webp": "" })).index.entries,
    ).toEqual([
      { path: "train/a/x", part: { kind: "pictures" }, labels: [0], split: "train" },
      { path: "train/b/y", part: { kind: "pictures" }, labels: [1], split: "train" },
      { path: "val/a/z", part: { kind: "pictures" }, labels: [0], split: "validation" },
    ]));
  describe("as dataset.json beside them says", () => {
    const say = (description: object) => ({ "dataset.json": JSON.stringify(description) });
    it("labels count from 1, or from 0, whatever they look like", () => {
      const labels = (first: number, list: string) =>
        openData(folderOf({ ...clips, "train.txt": list, ...say({ firstLabel: first }) })).index.entries.map(
          ({ labels }) => labels[0],
        );
      expect(labels(1, "a/1.mp4 2\nb/3.mp4 3\n")).toEqual([1, 2]);
      expect(labels(0, "a/1.mp4 1\nb/3.mp4 2\n")).toEqual([1, 2]);
      expect(() => labels(1, "a/1.mp4 0\nb/3.mp4 2\n")).toThrow("train.txt, line 1: expected a label from 1 to 2");
    });
    it("paths start from another folder", () => {
      const folder = folderOf({
        "lists/train.txt": "a/1.mp4 0\nb/3.mp4 1\n",
        "lists/dataset.json": '{ "clips": "../videos" }',
        "videos/a/1.mp4": "",
        "videos/b/3.mp4": "",
      });
      const { index, missing } = openData(join(folder, "lists"));
      expect([index.directory, index.entries.length, missing]).toEqual([join(folder, "videos"), 2, []]);
      expect(() => openData(folderOf({ ...clips, "train.txt": "a/1.mp4 0\n", ...say({ clips: "gone" }) }))).toThrow(
        /^openData: expected the folder of clips that .*dataset\.json names, got .*gone$/,
      );
    });
    it("classes that are each other's mirror images", () => {
      const templates = ["Pulling something from left to right", "Pulling something from right to left", "Dropping it"];
      const files = (labels: readonly string[]) => ({
        "labels.json": JSON.stringify(Object.fromEntries(labels.map((name, id) => [name, String(id)]))),
        "train.json": JSON.stringify([{ id: "1", template: labels[0] }]),
        "1.webm": "",
        ...say({ mirroredWords: ["left", "right"] }),
      });
      const { index } = openData(folderOf(files(templates)));
      expect(index).toMatchObject({ horizontalFlip: true, mirrored: [1, 0, 2] });
      expect(() => openData(folderOf(files(templates.slice(0, 1))))).toThrow(
        'expected a class "pulling something from right to left" for clips of "Pulling something from left to right" to show when mirrored',
      );
    });
    it("and nothing that cannot be", () =>
      expect(() => openData(folderOf({ ...clips, "train.txt": "a/1.mp4 0\n", ...say({ firstLabel: 2 }) }))).toThrow(
        /dataset\.json: firstLabel: /,
      ));
  });
  it("one list by its path", () => {
    const folder = folderOf({ ...clips, "train.txt": "a/1.mp4 x\nb/3.mp4 y\na/2.mp4 x\nb/4.mp4 y\n" });
    expect(openData(join(folder, "train.txt")).index.classes).toEqual(["x", "y"]);
  });
});
