import { describe, expect, it } from "vitest";
import { judgeRun } from "./judge-run.ts";
import { makeUpReport, motionClasses } from "./made-up-report.ts";
import type { RunReport } from "./run-report.ts";

const made = makeUpReport({ classes: motionClasses, epochs: 3, stepsPerEpoch: 2, accuracy: 0.97, worst: 0 });
const judge = (top1: number, changes: Partial<RunReport> = {}) =>
  judgeRun({ ...made, control: undefined, epochs: [], ...changes, evaluation: { ...made.evaluation, top1 } });
const epochs = (...losses: number[]) =>
  losses.map((validationLoss, at) => ({ ...made.epochs[0]!, epoch: at + 1, validationLoss }));

describe("judgeRun", () => {
  it("calls luck luck", () => {
    expect(judge(0.1).title).toBe("The model did not learn");
    expect(judge(0.13).title).toBe("The model did not learn"); // 39 of 300: guessing does that often
    expect(judge(0.2).title).toBe("The model beats guessing");
    expect(judge(0.96).title).toBe("The model learned");
  });

  it("tells motion from appearance by the control", () => {
    const control = { title: "One repeated frame", top1: 0.18, limit: 0.25, explanation: "" };
    expect(judge(0.96, { control }).title).toBe("The model learned");
    const looks = judge(0.96, { control: { ...control, top1: 0.4 } });
    expect(looks).toMatchObject({ tone: "fair", title: "The model learned, but not from motion alone" });
    expect(looks.sentences[1]).toMatch(/^One repeated frame instead of the clip: 40\s%, above the limit of 25\s%/);
  });

  it("advises on how the validation loss went", () => {
    expect(judge(0.9, { epochs: epochs(1, 0.5, 0.9) }).sentences.at(-1)).toMatch(
      /lowest after epoch 2 \(0\.5\) and rose to 0\.9/,
    );
    expect(judge(0.9, { epochs: epochs(1, 0.5, 0.3) }).sentences.at(-1)).toMatch(/still falling/);
    expect(judge(0.9, { epochs: epochs(1, 0.3, 0.3) }).sentences).toHaveLength(1);
    expect(judge(0.1, { epochs: epochs(2.3, 2.3, 2.3) }).sentences.at(-1)).toMatch(/another learning rate/);
  });
});
