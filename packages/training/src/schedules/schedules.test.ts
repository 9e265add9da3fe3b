import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaseTolerance, readCase } from "../fixtures/reference-case.ts";
import { constantRate } from "./constant-rate.ts";
import { cosineDecay } from "./cosine-decay.ts";
import { linearDecay } from "./linear-decay.ts";
import { linearWarmup } from "./linear-warmup.ts";
import { multiplySchedules } from "./multiply-schedules.ts";

interface ScheduleCases {
  readonly tolerances: CaseTolerance;
  readonly schedules: readonly {
    readonly name: string;
    readonly lr_configs: {
      readonly factors: string;
      readonly base_learning_rate: number;
      readonly warmup_steps: number;
      readonly steps_per_cycle: number;
      readonly total_steps?: number;
      readonly alpha?: number;
      readonly warmup_alpha?: number;
    };
    readonly steps: readonly number[];
    readonly values: readonly number[];
  }[];
}

describe("schedules", () => {
  const { schedules, tolerances } = readCase<ScheduleCases>("optim/schedules").description;

  it.each(schedules)("equal the reference at every stored step: $name", ({ lr_configs: settings, steps, values }) => {
    const factors = {
      constant: () => constantRate(settings.base_learning_rate),
      cosine_decay: () =>
        cosineDecay({
          cycleSteps: settings.steps_per_cycle,
          warmupSteps: settings.warmup_steps,
          ...(settings.total_steps ? { totalSteps: settings.total_steps } : {}),
          lowest: settings.alpha ?? 0,
        }),
      linear_warmup: () => linearWarmup(settings.warmup_steps, settings.warmup_alpha ?? 0),
    };
    const schedule = multiplySchedules(
      ...settings.factors.split("*").map((name) => factors[name.trim() as keyof typeof factors]()),
    );
    for (const [index, step] of steps.entries()) {
      const want = values[index]!;
      expect(Math.abs(schedule(step) - want)).toBeLessThanOrEqual(tolerances.atol + tolerances.rtol * Math.abs(want));
    }
  });

  it("stay between lowest and 1 for any step", () => {
    const sizes = fc.record({
      steps: fc.integer({ min: 2, max: 10_000 }),
      share: fc.double({ min: 0, max: 0.9, noNaN: true }),
      lowest: fc.double({ min: 0, max: 1, noNaN: true }),
      step: fc.nat(20_000),
    });
    fc.assert(
      fc.property(sizes, ({ steps, share, lowest, step }) => {
        const warmupSteps = steps * share;
        const factors = [
          cosineDecay({ cycleSteps: steps, warmupSteps, lowest }),
          linearDecay({ totalSteps: steps, warmupSteps, lowest }),
          linearWarmup(warmupSteps, lowest),
        ];
        for (const factor of factors) {
          expect(factor(step)).toBeGreaterThanOrEqual(lowest - 1e-12);
          expect(factor(step)).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });

  it("fall linearly to the lowest factor and stay there", () => {
    const schedule = linearDecay({ totalSteps: 12, warmupSteps: 2, lowest: 0.5 });
    expect([0, 2, 7, 12, 20].map(schedule)).toEqual([1, 1, 0.75, 0.5, 0.5]);
  });

  it("refuse a warm-up as long as the run", () => {
    expect(() => cosineDecay({ cycleSteps: 10, warmupSteps: 10 })).toThrow(
      "cosineDecay: expected more steps than the warm-up's 10, got 10; train longer or warm up shorter",
    );
    expect(() => linearDecay({ totalSteps: 5, warmupSteps: 6 })).toThrow(
      "linearDecay: expected more steps than the warm-up's 6, got 5; train longer or warm up shorter",
    );
  });
});
