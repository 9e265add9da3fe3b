import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostTensor } from "@vivit/nn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tensorsOf, trainerStateAt } from "../testing/checkpoints.ts";
import { watchFiles } from "../testing/watch-files.ts";
import { writeCheckpoint } from "./checkpoint.ts";
import { readCheckpoint } from "./read-checkpoint.ts";
import { findBest } from "./remove-older.ts";

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "vivit-checkpoint-"));
});
afterEach(() => rmSync(run, { recursive: true, force: true }));

const retention = { keep: 2, metric: "top1" } as const;
const save = (step: number, value: number, top1?: number) =>
  writeCheckpoint(
    run,
    trainerStateAt(step),
    tensorsOf(value),
    retention,
    top1 === undefined ? undefined : { top1, loss: 1 - top1 },
  );
const present = () => readdirSync(join(run, "checkpoints")).sort();
const read = async () => {
  const { state, tensors } = (await readCheckpoint(run))!;
  return { state, tensors };
};

describe("checkpoints", () => {
  it("come back as they were, whatever the tree of tensors", async () => {
    const tensors = { ...tensorsOf(3), average: [{ scale: hostTensor(Float32Array.of(7), []) }] };
    await writeCheckpoint(run, trainerStateAt(10), tensors, retention);
    expect(await readCheckpoint(run)).toEqual({ state: trainerStateAt(10), tensors, notices: [] });
    const manifest = JSON.parse(readFileSync(join(run, "checkpoints", "step-00000010", "manifest.json"), "utf8"));
    expect(Object.keys(manifest.files)).toEqual(["state.safetensors", "trainer_state.json"]);
  });
  it("are absent from a new run", async () => expect(await readCheckpoint(run)).toBeUndefined());
  it("stay if they are among the newest or the best", async () => {
    for (const [step, top1] of [
      [5, 0.2],
      [10, 0.9],
      [15, 0.4],
      [20, undefined],
      [25, 0.9],
    ] as const)
      await save(step, step, top1);
    expect(present()).toEqual(["step-00000010", "step-00000020", "step-00000025"]); // the first of the best
    expect((await findBest(run, "top1"))?.step).toBe(10);
  });
  it("of one step stand beside each other", async () => {
    await save(10, 1);
    await save(10, 2);
    await save(10, 3);
    expect(present()).toEqual(["step-00000010-1", "step-00000010-2"]);
    expect(await read()).toEqual({ state: trainerStateAt(10), tensors: tensorsOf(3) });
  });
  it("ignore what an interrupted save left, and clear it away", async () => {
    await save(5, 1);
    mkdirSync(join(run, "checkpoints", "step-00000010.partial"));
    mkdirSync(join(run, "checkpoints", "step-00000007.partial"));
    expect((await read()).state.step).toBe(5);
    await save(10, 3);
    expect(present()).toEqual(["step-00000005", "step-00000010"]);
  });
  it("are passed over when damaged, and the reason is told", async () => {
    await save(5, 1);
    const newest = await save(10, 3);
    const file = join(newest, "state.safetensors");
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
    const found = await readCheckpoint(run);
    expect(found).toMatchObject({ state: { step: 5 }, tensors: tensorsOf(1) });
    expect(found?.notices).toEqual([
      expect.stringMatching(
        /^checkpoint step-00000010 is damaged \(state.safetensors: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}\)$/,
      ),
    ]);
    truncateSync(file, 20);
    rmSync(join(run, "checkpoints", "step-00000005", "manifest.json"));
    await expect(readCheckpoint(run)).rejects.toThrow(
      /^checkpoint: expected a whole one in .*checkpoints, got 2 damaged: checkpoint step-00000010 is damaged \(state.safetensors: expected \d+ bytes, got 20\); checkpoint step-00000005 is damaged \(no readable manifest.json\); restore one/,
    );
  });
});

describe.each(["ENOSPC", "EACCES", "EIO"])("a save during which a call fails with %s", (code) => {
  /** Fail one call of a save, counted from 0. @returns what was called, and the error that the save gave */
  const failAt = async (place: number) => {
    const calls: string[] = [];
    const stop = watchFiles(async ({ name, path }, call) => {
      calls.push(`${name} ${path.slice(run.length + 1)}`);
      if (calls.length - 1 !== place) return call();
      if (name === "close") await call(); // the handle is gone all the same
      throw Object.assign(new Error(`${code}: injected`), { code });
    });
    const error = await save(10, 3).then(
      () => undefined,
      (failure: Error) => failure,
    );
    stop();
    return { calls, error };
  };

  it("gives an error, and the one before stays whole, at every call", async () => {
    await save(5, 1);
    const { calls } = await failAt(-1);
    rmSync(join(run, "checkpoints"), { recursive: true });
    const tolerated: string[] = [];
    for (let place = 0; place < calls.length; place++) {
      await save(5, 1);
      const { calls: made, error } = await failAt(place);
      const { state, tensors } = (await readCheckpoint(run))!;
      expect(tensors, made[place]).toEqual(tensorsOf(state.step === 5 ? 1 : 3));
      if (error) expect(error.message).toMatch(/^checkpoint: .*the last good one stays in .*checkpoints$/);
      else {
        expect(state.step, made[place]).toBe(10);
        tolerated.push(made[place]!);
      }
      rmSync(join(run, "checkpoints"), { recursive: true });
    }
    expect(calls.length).toBeGreaterThan(40);
    // a system that cannot flush a folder is no error; a manifest that cannot be read is no best checkpoint
    const pattern = code === "EACCES" ? /^(open|sync|close) |manifest.json$/ : /manifest.json$/;
    expect(tolerated.filter((call) => !pattern.test(call))).toEqual([]);
  }, 60_000);
});
