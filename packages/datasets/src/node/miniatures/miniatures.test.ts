import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openData } from "../sources/open-data.ts";
import { miniatures, writeMiniatures } from "./write-miniatures.ts";

const root = mkdtempSync(join(tmpdir(), "vivit-miniatures-"));
beforeAll(async () => void (await writeMiniatures(root, { size: 32 })));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open = (folder: string) => openData(join(root, folder));
const labelsOf = (folder: string) =>
  open(folder).index.entries.map(({ labels, split }) => [split, ...labels].join(" "));

describe("miniatures", () => {
  it.each(miniatures)("$folder is recognized by its content", ({ folder, source }) => {
    const { index, name } = open(folder);
    expect(name).toBe(source);
    expect(index.validation).toBe("folder");
    expect(index.entries.map(({ split }) => split).sort()).toEqual([
      ...Array(8).fill("train"),
      ...Array(4).fill("validation"),
    ]);
    expect(openData(`${source}:${join(root, folder)}`).index.entries).toEqual(index.entries);
  });
  it("kinetics: labels in alphabetical order, quotes and all; one clip of the table is missing", () => {
    for (const folder of ["kinetics400", "kinetics600"]) {
      const { index, notices, missing } = open(folder);
      expect(index.classes).toEqual(["abseiling", "eating spaghetti", "playing drums", 'saying "hello"']);
      expect(index.entries.slice(0, 4).map(({ labels }) => labels)).toEqual([[0], [2], [1], [3]]);
      expect(missing).toEqual([{ path: "gone_-12345_000003_000013.mp4", file: "train.csv", line: 10 }]);
      expect(notices).toEqual([
        "1 of 13 clips in the lists are not there, and left out (first: gone_-12345_000003_000013.mp4, train.csv line 10)",
      ]);
    }
  });
  it("epic-kitchens: nouns before verbs, in seconds of the video or numbers of pictures", () => {
    const [videos, frames] = [open("epic-kitchens").index, open("epic-kitchens-frames").index];
    const heads = [
      { name: "noun", classes: 3 },
      { name: "verb", classes: 2 },
    ];
    expect([videos.classes, videos.heads]).toEqual([["tap", "spoon", "plate", "take", "wash"], heads]);
    expect(videos.entries[1]).toEqual({
      path: "EPIC-KITCHENS/P01/videos/P01_01.MP4",
      part: { kind: "time", start: 0.96, end: 1.92 },
      labels: [1, 4],
      split: "train",
    });
    expect(frames.entries[1]).toEqual({
      path: "EPIC-KITCHENS/P01/rgb_frames/P01_01",
      part: { kind: "pictures", first: 25, last: 48, frameRate: 25 },
      labels: [1, 4],
      split: "train",
    });
  });
  it("something-something: the file's numbers, brackets stripped, no mirror images", () => {
    const { index } = open("something-something");
    expect(index.classes).toEqual([
      "Turning something upside down",
      "Pushing something from left to right",
      "Moving something up",
    ]);
    expect(index.horizontalFlip).toBe(false);
    expect(labelsOf("something-something").slice(0, 3)).toEqual(["train 1", "train 2", "train 0"]);
  });
  it("moments and tfrecord: names and labels", () => {
    expect(open("moments").index.classes).toEqual(["adult+female+singing", "clapping", "raining"]);
    expect(open("tfrecord").index.classes).toEqual(["abseiling", "clapping", "juggling"]);
    expect(labelsOf("tfrecord").slice(0, 4)).toEqual(["train 0", "train 2", "train 1", "train 0"]);
  });
  it("are made once", async () => expect(await writeMiniatures(root, { size: 32 })).toEqual([]));
});
