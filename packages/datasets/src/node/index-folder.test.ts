import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../fixtures/video-files.ts";
import { indexFolder } from "./index-folder.ts";

/** A folder with files of these paths; the content does not matter to an index. */
function folderOf(...paths: string[]): string {
  const folder = temporaryFolder();
  for (const path of paths) {
    const file = join(folder, ...path.split("/"));
    mkdirSync(path.endsWith("/") ? file : dirname(file), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(file, "");
  }
  return folder;
}

const layouts = "put clips in it as train/<class>/<clip>.mp4 and val/<class>/<clip>.mp4, or as <class>/<clip>.mp4";

describe("indexFolder", () => {
  it("reads split/class/file, classes by code point, endings in any case", () => {
    const directory = folderOf(
      "train/élan/1.mp4",
      "train/Zoo/2.WebM",
      "train/apple/3.mkv",
      "train/apple/.hidden.mp4",
      "train/apple/notes.txt",
      "val/apple/4.MOV",
      "val/Zoo/5.avi",
      "test/élan/6.mp4",
      "README.md",
    ); // prettier-ignore
    expect(indexFolder(directory)).toEqual({
      directory,
      classes: ["Zoo", "apple", "élan"],
      entries: [
        { path: "train/Zoo/2.WebM", labels: [0], split: "train" },
        { path: "train/apple/3.mkv", labels: [1], split: "train" },
        { path: "train/élan/1.mp4", labels: [2], split: "train" },
        { path: "val/Zoo/5.avi", labels: [0], split: "validation" },
        { path: "val/apple/4.MOV", labels: [1], split: "validation" },
        { path: "test/élan/6.mp4", labels: [2], split: "test" },
      ],
      horizontalFlip: true,
      validation: "folder",
    });
  });

  it("holds out about 15 % by name where no folder is for validation, and says so", () => {
    const names = Array.from({ length: 200 }, (_, number) => `clip ${number}.mp4`);
    const directory = folderOf(...names.flatMap((name) => [`a/${name}`, `b/${name}`]), "c/1.mp4", "c/2.mp4", "d/1.mp4");
    const index = indexFolder(directory);
    const held = (of: typeof index, name: string) =>
      of.entries.filter(({ path, split }) => path.startsWith(name) && split === "validation");
    expect(index.validation).toBe("held out");
    expect(index.entries.length).toBe(403);
    expect(held(index, "a/").length).toBeGreaterThan(18);
    expect(held(index, "a/").length).toBeLessThan(42);
    expect([held(index, "c/").length, held(index, "d/").length]).toEqual([1, 0]);
    expect(indexFolder(directory)).toEqual(index);
    expect(held(indexFolder(directory, { seed: 1 }), "a/")).not.toEqual(held(index, "a/"));

    for (const name of names) writeFileSync(join(directory, "a", `another ${name}`), "");
    expect(held(indexFolder(directory), "a/clip")).toEqual(held(index, "a/clip"));
  });

  it("takes train for a class where it holds clips, not classes", () =>
    expect(indexFolder(folderOf("train/1.mp4", "plane/1.mp4", "car/1.mp4")).classes).toEqual([
      "car",
      "plane",
      "train",
    ]));

  it("obeys a dataset.json that rules out mirror images", () => {
    const directory = folderOf("train/left/1.mp4", "train/right/2.mp4", "val/left/3.mp4");
    writeFileSync(join(directory, "dataset.json"), '{ "horizontalFlip": false }');
    expect(indexFolder(directory).horizontalFlip).toBe(false);
    writeFileSync(join(directory, "dataset.json"), "{");
    expect(() => indexFolder(directory)).toThrow(/dataset\.json: expected JSON, got .*; repair or remove it$/);
  });

  it.each<[string, string[], (directory: string) => string]>([
    ["an empty folder", [], (at) => `expected clips in ${at}, which is empty; ${layouts}`],
    [
      "no videos",
      ["train/a/1.jpg", "train/a/2.jpg", "train/b/notes.TXT", "val/a/README"],
      (at) =>
        `expected videos (.mp4, .webm, .mkv, .mov, .avi) in the class folders of ${at}, found 2 .jpg, 1 .txt, 1 without ending; ${layouts}`,
    ],
    [
      "videos outside of class folders",
      ["1.mp4", "2.mp4"],
      (at) =>
        `expected videos (.mp4, .webm, .mkv, .mov, .avi) in the class folders of ${at}, found 2 videos outside of class folders, no other files; ${layouts}`,
    ],
    [
      "one class",
      ["train/a/1.mp4", "val/a/2.mp4"],
      (at) => `expected 2 classes or more, found only "a" in ${at}; add a folder of clips for each other class`,
    ],
    [
      "a class without clips",
      ["train/a/1.mp4", "train/b/1.txt", "train/b/2.txt"],
      (at) =>
        `expected clips of every class, found 2 .txt in ${join(at, "train", "b")}; add clips or remove the folder`,
    ],
    [
      "a class with an empty folder",
      ["a/1.mp4", "b/2.mp4", "c/"],
      (at) => `expected clips of every class, found no other files in ${join(at, "c")}; add clips or remove the folder`,
    ],
    [
      "a class that is only validated",
      ["train/a/1.mp4", "train/b/2.mp4", "val/c/3.mp4"],
      (at) =>
        `expected every class of validation in training too, found "c" only as ${join(at, "val", "c")}; add training clips or remove the folder`,
    ],
    [
      "no training folder",
      ["val/a/1.mp4"],
      (at) => `expected a folder train beside val in ${at}; add train/<class>/<clip>.mp4`,
    ],
    [
      "two folders for one split",
      ["train/a/1.mp4", "train/b/1.mp4", "val/a/1.mp4", "validation/a/1.mp4"],
      (at) => `expected one folder for validation in ${at}, got val and validation; keep one`,
    ],
  ])("refuses %s", (_, paths, message) => {
    const directory = folderOf(...paths);
    expect(() => indexFolder(directory)).toThrow(`indexFolder: ${message(directory)}`);
  });

  it("refuses what is no folder", () => {
    const directory = folderOf("file.mp4");
    const none = join(directory, "none");
    expect(() => indexFolder(none)).toThrow(
      `indexFolder: expected a folder of clips, got ${none}, which does not exist; ${layouts}`,
    );
    const file = join(directory, "file.mp4");
    expect(() => indexFolder(file)).toThrow(
      `indexFolder: expected a folder of clips, got ${file}, which is a file; ${layouts}`,
    );
  });
});
