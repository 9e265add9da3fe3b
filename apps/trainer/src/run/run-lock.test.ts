import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFile, lockRun } from "./run-lock.ts";

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "vivit-lock-"));
});
afterEach(() => rmSync(run, { recursive: true, force: true }));

const times = { beat: 20, silence: 400 };
const leave = (holder: object) =>
  writeFileSync(join(run, lockFile), JSON.stringify({ token: "x", beats: 3, ...holder }));

describe("the lock of a run", () => {
  it("is one at a time, and gone when released", async () => {
    const lock = await lockRun(run, times);
    await expect(lockRun(run, { beat: 20, silence: 10_000 })).rejects.toThrow(
      `train: ${run} is in use by process ${process.pid} on ${hostname()}; wait for it to end, stop it, or choose another --name`,
    );
    await lock.check();
    await lock.release();
    expect(readdirSync(run)).toEqual([]);
  });
  it("is taken from a process that is gone, from a silent one elsewhere, and from a file that is no lock", async () => {
    for (const left of [
      { process: 2 ** 30, host: hostname() },
      { process: 1, host: "elsewhere" },
    ]) {
      leave(left);
      await (await lockRun(run, times)).release();
    }
    writeFileSync(join(run, lockFile), "{");
    await (await lockRun(run, times)).release();
  });
  it("tells a holder that stood still for long that it has lost the directory", async () => {
    const lock = await lockRun(run, { beat: 60_000, silence: 400 });
    leave({ process: 7, host: "elsewhere" });
    await expect(lock.check()).rejects.toThrow("is in use by process 7 on elsewhere");
    await lock.release();
    expect(readdirSync(run)).toEqual([lockFile]);
  });
});
