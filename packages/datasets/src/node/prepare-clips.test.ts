import { rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { useSmallDataSet } from "../fixtures/small-data-set.ts";
import { temporaryFolder } from "../fixtures/video-files.ts";
import { decodeClip } from "./decode-clip.ts";
import { readIndexFile } from "./index-files.ts";
import { prepareClips } from "./prepare-clips.ts";

const { folder, index } = useSmallDataSet();

it("a copy has one size and an index, leaves out what is damaged, and goes on where it was stopped", async () => {
  writeFileSync(join(folder, "3.mp4"), "no video");
  const out = join(temporaryFolder(), "small");
  const options = { shortSide: 16, keyEvery: 1, workers: 1 };
  const first = await prepareClips(index, out, options);
  expect(first).toMatchObject({ made: 12, found: 0, skipped: [{ name: "3.mp4", reason: "not a video" }] });
  const copy = readIndexFile(first.index);
  expect(copy.directory).toBe(out);
  expect(copy.entries.map(({ path }) => path)).toEqual(
    index.entries.map(({ path }) => path).filter((path) => path !== "3.mp4"),
  );
  expect(await decodeClip(join(out, "1.mp4"))).toMatchObject({ frames: 10, height: 16, width: 24, frameRate: 25 });

  const made = statSync(join(out, "0.mp4")).mtimeMs;
  rmSync(join(out, "7.mp4"));
  expect(await prepareClips(index, out, options)).toMatchObject({ made: 1, found: 11 });
  expect(statSync(join(out, "0.mp4")).mtimeMs).toBe(made);
}, 60_000);

it("a copy refuses to lie in what it copies, and odd sizes", async () => {
  await expect(prepareClips(index, folder)).rejects.toThrow(
    `prepareClips: expected another folder than the data's own, got ${folder}; give --out`,
  );
  await expect(prepareClips(index, temporaryFolder(), { shortSide: 17 })).rejects.toThrow(
    "prepareClips: expected an even shortSide, as H.264 asks for, got 17",
  );
});
