import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostTensor } from "@vivit/nn";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeUpReport } from "../report/made-up-report.ts";
import { crc32c } from "./crc32c.ts";
import { openEventFile } from "./event-file.ts";
import { logEvaluation } from "./log-evaluation.ts";
import { logTraining } from "./log-training.ts";
import { makeHistogram } from "./make-histogram.ts";

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "vivit-events-"));
});
afterEach(() => rmSync(run, { recursive: true, force: true }));

/** A Python that has TensorBoard; `.ci/run` brings one. */
const python = [process.env.VIVIT_PYTHON].find((path) => path && hasTensorBoard(path));

function hasTensorBoard(path: string): boolean {
  try {
    execFileSync(path, ["-c", "import tensorboard.backend.event_processing.event_accumulator"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const step = (number: number) => ({
  step: number,
  epoch: 1,
  loss: 1 / number,
  learningRate: 0.5,
  gradientNorm: 2,
  clipsPerSecond: 100,
  waitingShare: 0.25,
});
const parameters = { head: { bias: hostTensor(Float32Array.of(-1, 0, 0, 3), [4]) } };

describe("event files", () => {
  it.skipIf(!python)("say in TensorBoard what was logged, after a resumption too", async () => {
    const first = await logTraining(run, { begin: 0, stepsPerEpoch: 4, recipe: { seed: 7 } });
    for (const number of [1, 2, 3]) first.step(step(number));
    await first.close();
    const second = await logTraining(run, { begin: 2, stepsPerEpoch: 4, recipe: {} });
    for (const number of [3, 4]) second.step(step(number));
    const record = { epoch: 1, trainingLoss: 0.5, validationLoss: 0.75, top1: 0.5, clipsPerSecond: 1, waitingShare: 0 };
    second.epoch(record, 4, parameters);
    await second.close();
    const classes = ["down", "left", "up"];
    const report = makeUpReport({ classes, epochs: 1, stepsPerEpoch: 4, accuracy: 0.5, worst: 1 });
    await logEvaluation(run, 4, { ...report, right: report.worst });

    const script = fileURLToPath(new URL("../../../../tooling/reference/python/read_events.py", import.meta.url));
    const read = JSON.parse(
      execFileSync(python!, [script, run], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
    expect(read.scalars["training/loss"]).toEqual([1, 2, 3, 4].map((at) => [at, expect.closeTo(1 / at, 6)]));
    expect(read.scalars["validation/top-1"]).toEqual([[4, 0.5]]);
    expect(read.scalars["evaluation/top-1"]).toHaveLength(1);
    expect(read.histograms["parameters/head.bias"]).toEqual([
      [4, 4, -1, [1, 0, 0, 0, 0, 0, 0, 2, ...Array(21).fill(0), 1]],
    ]);
    const png = [0x89, 0x50, 0x4e, 0x47];
    expect(read.images["confusion matrix"]).toEqual([[4, 318, 318, png]]);
    expect(Object.keys(read.images).filter((tag) => tag.startsWith("most right/1 "))).toHaveLength(1);
    expect(Object.keys(read.images).filter((tag) => tag.startsWith("most wrong/1 "))).toHaveLength(1);
    expect(read.texts.recipe[0]).toContain('"seed": 7');
    expect([...read.times].sort()).toEqual(read.times);
  });

  it("have names in the order in which they were begun, also when the clock goes back", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 2_000_000_000_000 });
    for (const now of [2_000_000_000_000, 1_000_000_000_000, 1_500_000_000_000]) {
      vi.setSystemTime(now);
      await (await openEventFile(run)).close();
    }
    vi.useRealTimers();
    expect(
      readdirSync(run)
        .map((name) => name.split(".")[3])
        .sort(),
    ).toEqual(["2000000000", "2000000001", "2000000002"]);
  });

  it("are frames of events with checksums", async () => {
    const file = await openEventFile(run);
    file.write(3, [{ tag: "a", scalar: 2 }]);
    await file.close();
    const bytes = readFileSync(join(run, readdirSync(run)[0]!));
    const length = Number(bytes.readBigUInt64LE(0));
    const unmasked = (value: number) => {
      const turned = (value - 0xa282ead8) >>> 0;
      return ((turned >>> 17) | (turned << 15)) >>> 0;
    };
    expect(unmasked(bytes.readUInt32LE(8))).toBe(crc32c(bytes.subarray(0, 8)));
    expect(unmasked(bytes.readUInt32LE(12 + length))).toBe(crc32c(bytes.subarray(12, 12 + length)));
    expect(bytes.subarray(12, 12 + length).toString("latin1")).toContain("brain.Event:2");
  });
});

it("computes CRC-32C", () => {
  expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283); // the polynomial's check value
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa); // RFC 3720, B.4
});

describe("makeHistogram", () => {
  it("counts every finite value once", () => {
    const { count, counts, limits, min, max, sum, sumOfSquares } = makeHistogram(
      Float32Array.of(1, 2, Number.NaN, 4, 4),
    );
    expect([count, min, max, sum, sumOfSquares]).toEqual([4, 1, 4, 11, 37]);
    expect([counts.reduce((total, each) => total + each, 0), counts.length, limits.at(-1)]).toEqual([4, 30, 4]);
    expect([counts[0], counts.at(-1)]).toEqual([1, 2]);
  });
  it("takes one value, and none", () => {
    expect(makeHistogram(Float32Array.of(5, 5))).toMatchObject({ limits: [5], counts: [2] });
    expect(makeHistogram(new Float32Array(0))).toMatchObject({ count: 0, counts: [0] });
  });
});
