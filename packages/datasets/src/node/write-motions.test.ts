import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { meanDifference, temporaryFolder } from "../fixtures/video-files.ts";
import { drawMotion } from "../motions/draw-motion.ts";
import { motionClasses } from "../motions/motion-classes.ts";
import { decodeClip } from "./decode-clip.ts";
import { indexFolder } from "./index-folder.ts";
import { writeMotions } from "./write-motions.ts";

const small = { train: 20, val: 10, size: 32, workers: 1 };

const videosOf = (directory: string) =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".mp4"))
    .sort();

describe("writeMotions", () => {
  it("makes video files of ten balanced classes, once", { timeout: 120_000 }, async () => {
    const directory = join(temporaryFolder(), "motions");
    const progress: number[] = [];
    const { made, description } = await writeMotions(directory, {
      ...small,
      seed: 3,
      onProgress: (count, total) => progress.push(count / total),
    });
    expect(made).toBe(true);
    expect([progress.length, progress.at(-1)]).toEqual([30, 1]);
    expect(JSON.parse(readFileSync(join(directory, "dataset.json"), "utf8"))).toEqual(description);
    expect(description).toEqual({
      name: "motions",
      version: 1,
      level: "easy",
      seed: 3,
      size: 32,
      counts: { train: 20, val: 10 },
      classes: motionClasses,
      horizontalFlip: false,
    });

    const index = indexFolder(directory);
    expect([index.classes, index.horizontalFlip, index.validation]).toEqual([motionClasses, false, "folder"]);
    const counts = (split: string) =>
      motionClasses.map(
        (_, label) => index.entries.filter((entry) => entry.split === split && entry.labels[0] === label).length,
      );
    expect([counts("train"), counts("validation")]).toEqual([Array(10).fill(2), Array(10).fill(1)]);

    const decoded = await decodeClip(join(directory, "train", motionClasses[3], "00013.mp4"));
    const drawn = drawMotion({ seed: 3, split: "train", index: 13, level: "easy", size: 32 });
    expect([decoded.frames, decoded.height, decoded.width, decoded.frameRate]).toEqual([50, 32, 32, 25]);
    expect(meanDifference(decoded.values, drawn.values)).toBeLessThan(8); // levels of 255: noise is lost first

    const [first] = videosOf(directory);
    const written = statSync(join(directory, first!)).mtimeMs;
    expect((await writeMotions(directory, { ...small, seed: 3 })).made).toBe(false);
    expect(statSync(join(directory, first!)).mtimeMs).toBe(written);
  });

  it("completes what was interrupted, with the same clips", { timeout: 120_000 }, async () => {
    const directory = join(temporaryFolder(), "motions");
    await writeMotions(directory, small);
    const videos = videosOf(directory);
    const lost = join(directory, videos[4]!);
    const bytes = readFileSync(lost);
    const description = readFileSync(join(directory, "dataset.json"), "utf8");
    rmSync(join(directory, "dataset.json"));
    rmSync(lost);
    writeFileSync(join(directory, "unfinished.json"), description); // as an interruption leaves it
    writeFileSync(`${lost}.part`, bytes.subarray(0, 100));
    expect(() => indexFolder(directory)).toThrow(
      `indexFolder: ${directory} is unfinished; run the command that makes it again`,
    );

    expect((await writeMotions(directory, small)).made).toBe(true);
    expect(videosOf(directory)).toEqual(videos);
    expect(readFileSync(lost)).toEqual(bytes);
    expect(readdirSync(directory).sort()).toEqual(["dataset.json", "train", "val"]);
  });

  it("touches no folder that holds anything else", async () => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, "thesis.txt"), "");
    await expect(writeMotions(directory, small)).rejects.toThrow(
      `writeMotions: expected ${directory} to be new or empty, it holds other files; choose another folder`,
    );
    writeFileSync(join(directory, "dataset.json"), "{}");
    await expect(writeMotions(directory, small)).rejects.toThrow(
      `writeMotions: expected ${directory} to be new or to hold the same set, its dataset.json says otherwise; choose another folder or remove it`,
    );
  });

  it("refuses sizes and counts that cannot be", async () => {
    const directory = join(temporaryFolder(), "motions");
    await expect(writeMotions(directory, { size: 33 })).rejects.toThrow(
      "writeMotions: expected an even size of 16 pixels or more, got 33",
    );
    await expect(writeMotions(directory, { val: 3 })).rejects.toThrow(
      "writeMotions: expected val of 10 clips or more, one for each class, got 3",
    );
    await expect(writeMotions(directory, { level: "harder" as "hard" })).rejects.toThrow(
      "writeMotions: expected level easy or hard, got harder",
    );
  });
});
