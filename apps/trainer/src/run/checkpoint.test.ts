import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { hostTensor } from "@vivit/nn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCheckpoint, type TrainerState, writeCheckpoint } from "./checkpoint.ts";

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "vivit-checkpoint-"));
});
afterEach(() => rmSync(run, { recursive: true, force: true }));

const stateAt = (step: number): TrainerState => ({
  version: 1,
  step,
  stepsPerEpoch: 5,
  recipe: {},
  data: "data",
  epochs: [],
  seconds: 1,
});
const tensorsOf = (value: number) => ({
  params: { head: { kernel: hostTensor(Float32Array.of(value, 2), [1, 2]) } },
  optimizer: { velocity: { head: { kernel: hostTensor(Float32Array.of(0, value), [1, 2]) } } },
});

describe("checkpoints", () => {
  it("come back as they were; only the newest stays", async () => {
    await writeCheckpoint(run, stateAt(5), tensorsOf(1));
    await writeCheckpoint(run, stateAt(10), tensorsOf(3));
    expect(await readCheckpoint(run)).toEqual({ state: stateAt(10), tensors: tensorsOf(3) });
    expect(readdirSync(join(run, "checkpoints"))).toEqual(["step-00000010"]);
  });
  it("are absent from a new run", async () => expect(await readCheckpoint(run)).toBeUndefined());
  it("ignore what an interrupted write left, and write over it", async () => {
    await writeCheckpoint(run, stateAt(5), tensorsOf(1));
    mkdirSync(join(run, "checkpoints", "step-00000010.partial"));
    expect((await readCheckpoint(run))?.state.step).toBe(5);
    await writeCheckpoint(run, stateAt(10), tensorsOf(3));
    expect(readdirSync(join(run, "checkpoints"))).toEqual(["step-00000010"]);
  });
  it("keep the last good one when the next cannot be written", async () => {
    await writeCheckpoint(run, stateAt(5), tensorsOf(1));
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic; // fails after the tensors have been written
    await expect(writeCheckpoint(run, { ...stateAt(10), recipe: cyclic }, tensorsOf(3))).rejects.toThrow(
      "the last good one stays in",
    );
    expect(readdirSync(join(run, "checkpoints"))).toEqual(["step-00000005"]);
    expect(await readCheckpoint(run)).toEqual({ state: stateAt(5), tensors: tensorsOf(1) });
    expect(existsSync(join(run, "checkpoints", "step-00000010.partial"))).toBe(false);
  });
  it.skipIf(process.platform === "win32")("keep the last good one on a full disk", async () => {
    await writeCheckpoint(run, stateAt(5), tensorsOf(1));
    const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, "checkpoint.ts")).href);
    const script = join(run, "write.mts");
    writeFileSync(
      script,
      `import { writeCheckpoint } from ${module};
       const kernel = { dtype: "float32", shape: [500000], values: new Float32Array(500000) };
       const state = ${JSON.stringify(stateAt(10))};
       await writeCheckpoint(${JSON.stringify(run)}, state, { params: { kernel }, optimizer: {} }).catch((error) => process.stdout.write(error.message));`,
    );
    // the shell's limit on file sizes is a full disk that needs no privileges; 1,000 blocks are 0.5 or 1 MB
    const command = `ulimit -f 1000; exec "$0" --import "$1" --conditions @vivit/source "$2"`;
    const words = ["-c", command, process.execPath, import.meta.resolve("tsx"), script];
    const { stdout } = await promisify(execFile)("sh", words, { cwd: import.meta.dirname });
    expect(stdout).toMatch(/expected room for 2\.0 MB, got EFBIG .*; the last good one stays in .*checkpoints$/);
    expect(readdirSync(join(run, "checkpoints"))).toEqual(["step-00000005"]);
    expect(await readCheckpoint(run)).toEqual({ state: stateAt(5), tensors: tensorsOf(1) });
  });
});
