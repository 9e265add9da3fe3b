import { describe, expect, it } from "vitest";
import { drawTraining } from "./draw-training.ts";

const record = {
  step: 30,
  epoch: 2,
  loss: 1.25,
  learningRate: 1e-3,
  gradientNorm: 0.5,
  clipsPerSecond: 100,
  waitingShare: 0.01,
};
const run = {
  epochs: 4,
  stepsPerEpoch: 20,
  record,
  losses: Array.from({ length: 30 }, (_, at) => 2 - at / 40),
  ended: [{ epoch: 1, trainingLoss: 2, validationLoss: 1.5, top1: 0.5, clipsPerSecond: 100, waitingShare: 0 }],
  secondsLeft: 75,
};

describe("drawTraining", () => {
  it("shows the course of the loss, and the numbers", () => {
    const lines = drawTraining(run, { columns: 100, rows: 30 });
    expect(lines[0]).toBe("training loss");
    expect(lines.slice(-5)).toEqual([
      `epoch 2/4 ${"█".repeat(15)}${"░".repeat(15)} 10/20 steps, 1 min 15 s left`,
      "loss 1.250  gradient norm 0.500  learning rate 1.0e-3",
      "100 clips/s, waiting for data 1.0 %",
      "validation loss 1.500, top-1 50.0 % (best 50.0 % after epoch 1)",
      "Ctrl-C saves and stops",
    ]);
  });
  it("writes as many digits as tell the ticks of the chart apart", () => {
    for (const scale of [1, 0.01, 1e-4]) {
      const losses = run.losses.map((loss) => 2.3 + scale * loss);
      const lines = drawTraining({ ...run, losses }, { columns: 100, rows: 30 }).slice(1, 8);
      const ticks = lines.map((line) => line.slice(0, 11).trim());
      expect(new Set(ticks).size, ticks.join()).toBe(7);
    }
  });
  it("fits every terminal", () => {
    for (const columns of [1, 2, 10, 39, 40, 41, 79, 300])
      for (const rows of [1, 15, 16, 60]) {
        const lines = drawTraining(run, { columns, rows });
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(Math.max(1, columns - 1));
        if (rows >= 15) expect(lines.length).toBeLessThan(rows);
      }
  });
});
