import type * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { expectLikeCpu } from "../testing/expect-like-cpu.ts";
import { chooseDraws } from "../testing/kernel-draws/choose-draws.ts";
import { elementwiseDraws } from "../testing/kernel-draws/elementwise-draws.ts";
import { foldDraws } from "../testing/kernel-draws/fold-draws.ts";
import type { KernelDraw, KernelDraws } from "../testing/kernel-draws/kernel-draw.ts";
import { matrixDraws } from "../testing/kernel-draws/matrix-draws.ts";
import { moveDraws } from "../testing/kernel-draws/move-draws.ts";
import { windowDraws } from "../testing/kernel-draws/window-draws.ts";
import { TraceBackend } from "../trace/trace-backend.ts";
import { lowerings } from "./table.ts";

const draws: KernelDraws = {
  ...elementwiseDraws,
  ...matrixDraws,
  ...foldDraws,
  ...moveDraws,
  ...chooseDraws,
  ...windowDraws,
};

describe("every lowered kernel, with random shapes and attributes", () => {
  it("is drawn", () => expect(Object.keys(draws).sort()).toEqual(Object.keys(lowerings).sort()));

  for (const [kernel, draw] of Object.entries(draws))
    it(`${kernel} computes and differentiates as on the cpu backend`, async () => {
      const lower = vi.spyOn(TraceBackend.prototype, "lower");
      await fc.assert(fc.asyncProperty(draw, expectDrawLikeCpu), { numRuns: 5 });
      expect(lower.mock.calls.map(([name]) => name)).toContain(kernel);
      lower.mockRestore();
    });
});

async function expectDrawLikeCpu({ inputs, operation, gradient = true }: KernelDraw): Promise<void> {
  const operations = (tensors: Record<string, tf.Tensor>) =>
    Object.fromEntries([operation(tensors)].flat().map((result, index) => [`${index}`, result as tf.Tensor]));
  await expectLikeCpu(operations, inputs, { gradient });
}
