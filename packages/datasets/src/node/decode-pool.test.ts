import { execFileSync, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { movingClip, temporaryFolder, writeClip, writeSilence } from "../fixtures/video-files.ts";
import { decodeClip } from "./decode-clip.ts";
import { DecodePool } from "./decode-pool.ts";
import type { DecodeJob } from "./decode-views.ts";

const job = (path: string, wholeBytes = Number.MAX_SAFE_INTEGER): DecodeJob => ({
  path,
  shortSide: 20,
  resize: "tensorflow",
  shape: { frames: 4, stride: 2, crop: 16 },
  views: [{ temporal: [0, 1], spatial: [0, 1] }],
  wholeBytes,
});

describe("DecodePool", () => {
  const pool = new DecodePool({ workers: 2, secondsPerClip: 3 });
  afterAll(() => pool.dispose());

  it("decodes in other processes what decodeClip decodes here, whole or in views", async () => {
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(1));
    const whole = await pool.decode(job(path));
    expect(whole).toEqual({
      whole: { clip: await decodeClip(path, { shortSide: 20 }), places: Int32Array.from(Array(12).keys()) },
    });
    const { views } = (await pool.decode(job(path, 100))) as { views: Uint8Array[] };
    expect(views.map((view) => view.length)).toEqual([4 * 16 * 16 * 3]);
    expect(pool.processIds).not.toContain(process.pid);
  });

  it("gives each file its own answer, in whatever order they end", async () => {
    const folder = temporaryFolder();
    const paths = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((number) =>
        writeClip(join(folder, `${number}.mp4`), movingClip(number, { frames: 4 + number })),
      ),
    );
    paths.splice(3, 0, writeSilence(join(folder, "sound.mp4")));
    const results = await Promise.all(paths.map((path) => pool.decode(job(path)).catch(({ reason }) => reason)));
    expect(results.map((result) => result.whole?.places.length ?? result)).toEqual([
      4,
      5,
      6,
      "no video stream",
      7,
      8,
      9,
    ]);
  });

  it("tries a file once more when its process is killed", { timeout: 120_000 }, async () => {
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(1));
    await pool.decode(job(path));
    const before = pool.processIds;
    for (const id of before) process.kill(id, "SIGKILL");
    const results = await Promise.all(Array.from({ length: 8 }, () => pool.decode(job(path))));
    expect(results.every((result) => "whole" in result)).toBe(true);
  });

  it("drops what is no longer wanted", async () => {
    const path = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(1));
    const stop = new AbortController();
    stop.abort(new Error("changed my mind"));
    await expect(pool.decode(job(path), stop.signal)).rejects.toThrow("changed my mind");
  });

  // A named pipe that nobody writes to: opening it never returns.
  describe.skipIf(process.platform === "win32")("a file that never ends", () => {
    const hanging = () => {
      const path = join(temporaryFolder(), "hangs.mp4");
      execFileSync("mkfifo", [path]);
      return path;
    };

    it("is given up after the time limit, its neighbors are not", { timeout: 120_000 }, async () => {
      const sound = await writeClip(join(temporaryFolder(), "a.mp4"), movingClip(1));
      const path = hanging();
      const outcomes = await Promise.all(
        [sound, path, sound, sound].map((each) =>
          pool.decode(job(each)).then(
            () => "decoded",
            ({ message }) => message,
          ),
        ),
      );
      expect(outcomes).toEqual(["decoded", `decodeClip: ${path} took longer than 3 seconds`, "decoded", "decoded"]);
    });

    it("is given up when it has ended two processes", { timeout: 120_000 }, async () => {
      const lone = new DecodePool({ workers: 1 });
      const outcome = lone.decode(job(hanging())).then(
        () => "decoded",
        ({ reason }) => reason,
      );
      for (let round = 0; round < 2; round++) {
        while (lone.processIds.length === 0) await pause(20);
        const [id] = lone.processIds;
        process.kill(id!, "SIGKILL");
        while (lone.processIds.includes(id!)) await pause(20);
      }
      expect(await outcome).toBe("worker crashed");
      await lone.dispose();
    });

    it("does not outlive a pool that is disposed", { timeout: 120_000 }, async () => {
      const lone = new DecodePool({ workers: 1 });
      const outcome = lone.decode(job(hanging())).catch(({ message }) => message);
      while (lone.processIds.length === 0) await pause(20);
      const [id] = lone.processIds;
      await lone.dispose();
      expect(await outcome).toBe("DecodePool.dispose: the pool was closed before this file was decoded");
      expect(await gone(id!)).toBe(true);
      await expect(lone.decode(job("a.mp4"))).rejects.toThrow(
        "DecodePool.decode: expected an open pool, got one that is disposed",
      );
    });

    it("does not outlive a program that is killed", { timeout: 120_000 }, async () => {
      const program = `
        const { DecodePool } = await import(${JSON.stringify(new URL("./decode-pool.ts", import.meta.url).href)});
        const pool = new DecodePool({ workers: 1 });
        pool.decode(${JSON.stringify(job(hanging()))});
        setInterval(() => process.stdout.write(pool.processIds.join() + "\\n"), 50);
      `;
      const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
      const options = ["--import", tsx, "--conditions", "@vivit/source", "--input-type=module", "-e", program];
      const parent = spawn(process.execPath, options, { stdio: ["ignore", "pipe", "inherit"] });
      let child = 0;
      for await (const text of parent.stdout) {
        child = Number.parseInt(String(text), 10);
        if (child > 0) break;
      }
      parent.kill("SIGKILL");
      expect(await gone(child)).toBe(true);
    });
  });
});

/** Whether a process ends within ten seconds. */
async function gone(id: number): Promise<boolean> {
  for (let wait = 0; wait < 200; wait++) {
    try {
      process.kill(id, 0);
    } catch {
      return true;
    }
    await pause(50);
  }
  return false;
}
