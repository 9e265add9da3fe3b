import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomKey } from "@vivit/nn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CheckedClip, checkClips } from "../check/check-clips.ts";
import { createClipLoader } from "../create-clip-loader.ts";
import { DecodePool } from "../decode-pool.ts";
import { indexFolder } from "../index-folder.ts";
import { damages } from "./damages.ts";
import { type DamagedClip, writeDamaged } from "./write-damaged.ts";

describe("a data set of which a third is damaged, in ten ways", () => {
  const folder = mkdtempSync(join(tmpdir(), "vivit-damaged-"));
  const pool = new DecodePool({ workers: 1 });
  let broken: DamagedClip[] = [];
  let checked: CheckedClip[] = [];
  const index = () => indexFolder(folder);
  const hashes = () =>
    index().entries.map(({ path }) =>
      createHash("sha256")
        .update(readFileSync(join(folder, path)))
        .digest("hex"),
    );
  let before: string[] = [];
  beforeAll(async () => {
    broken = await writeDamaged(folder, { train: 50, val: 10, damaged: 20 });
    before = hashes();
    checked = await checkClips(index(), { workers: 1, secondsPerClip: 20 });
  }, 120_000);
  afterAll(async () => {
    await pool.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it("has every damage twice", () => {
    const names = broken.map(({ damage }) => damage).sort();
    expect(names).toEqual(damages.flatMap(({ name }) => [name, name]).sort());
  });

  it("is reported clip by clip, each by its reason, and nothing else", () => {
    const found = checked.flatMap(({ name, problem }) => (problem ? [[name, problem.reason]] : []));
    expect(found).toEqual(broken.map(({ path, reason }) => [path, reason]));
    expect(hashes()).toEqual(before);
    expect(checked.map(({ hash }) => hash)).toEqual(before);
  });

  it("gives every sound clip to a run that skips the others", async () => {
    const { entries } = index();
    const bad = new Set(broken.map(({ path }) => path));
    const loader = createClipLoader(index(), {
      ...{ frames: 4, stride: 2, shortSide: 32, crop: 24, missingFrames: "skip", maxBadFraction: 0.34, pool },
    });
    const given = new Set<number>();
    for await (const batch of loader.trainingBatches({ epoch: 0, batchSize: 5, key: randomKey(1) }))
      for (const entry of batch.entries) given.add(entry);
    for await (const batch of loader.evaluationBatches({ split: "validation", batchSize: 5 }))
      for (const entry of batch.entries) if (entry >= 0) given.add(entry);
    const names = [...given].map((entry) => entries[entry]!.path).sort();
    expect(names).toEqual(
      entries
        .map(({ path }) => path)
        .filter((path) => !bad.has(path))
        .sort(),
    );
    expect(loader.problems.map(({ path, reason }) => [path, reason])).toEqual(
      broken.map(({ path, reason }) => [path, reason]),
    );
    await loader.dispose();
  });
});
