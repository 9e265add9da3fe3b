import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { indexFolder } from "../node/index-folder.ts";
import { indexFiles } from "./index-files.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The same files on disk and as a page is given them. */
function lay(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "vivit-index-files-"));
  folders.push(folder);
  const given = Object.entries(files).map(([path, text]) => {
    const at = join(folder, ...path.split("/"));
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
    const file = new File([text], path.split("/").at(-1)!);
    return Object.defineProperty(file, "webkitRelativePath", { value: `chosen/${path}` });
  });
  return { folder, given };
}

const clips = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, "a video"]));
const turns = ["train/turn left/a.mp4", "train/turn right/b.webm", "train/jump/c.mp4", "val/jump/d.mkv"];

describe("indexFiles", () => {
  it.each([
    ["splits", clips(turns)],
    ["classes alone", clips(Array.from({ length: 40 }, (_, at) => `${at % 2 ? "run" : "walk"}/${at}.mp4`))],
    ["no mirror images", { ...clips(turns), "dataset.json": '{ "horizontalFlip": false }' }],
    ["classes that mirror one another", { ...clips(turns), "dataset.json": '{ "mirroredWords": ["left", "right"] }' }],
  ])("is what indexFolder says of the same folder: %s", async (_, files) => {
    const { folder, given } = lay(files);
    const { index, open } = await indexFiles(given);
    expect({ ...index, directory: folder }).toEqual(indexFolder(folder));
    for (const entry of index.entries) expect((open(entry) as File).name).toBe(entry.path.split("/").at(-1));
  });

  it.each([
    ["{", /^indexFiles: dataset\.json: .*JSON.*; repair or remove it$/],
    [
      '{ "horizontalFlip": 1 }',
      "indexFiles: dataset.json: horizontalFlip: expected true or false; repair or remove it",
    ],
    ['{ "mirroredWords": ["a"] }', "indexFiles: dataset.json: mirroredWords: expected two words; repair or remove it"],
    [
      '{ "mirroredWords": ["left", "wrong"] }',
      'indexFiles: dataset.json: expected a class "turn wrong" for clips of "turn left" to show when mirrored; leave mirroredWords out; repair or remove it',
    ],
  ])("refuses a dataset.json of %s", async (text, message) => {
    const { given } = lay({ ...clips(turns), "dataset.json": text });
    await expect(indexFiles(given)).rejects.toThrow(message);
  });

  it.each([
    [
      { "notes.txt": "" },
      "indexFiles: expected videos (.mp4, .webm, .mkv, .mov, .avi) in class folders, found none among 1 files; choose a folder that holds train/<class>/<clip>.mp4 and val/<class>/<clip>.mp4, or <class>/<clip>.mp4",
    ],
    [
      clips(["run/a.mp4"]),
      'indexFiles: expected 2 classes or more, found only "run"; add a folder of clips for each other class',
    ],
    [
      clips([...turns, "val/sit/e.mp4"]),
      'indexFiles: expected every class of validation in training too, found "sit" only as val/sit/e.mp4; add training clips or remove the folder',
    ],
  ])("says what it found, and what to do", async (files, message) => {
    await expect(indexFiles(lay(files).given)).rejects.toThrow(message);
  });
});
