import { eager } from "@vivit/compile";
import { describe, expect, it } from "vitest";
import { onBackend } from "./runtimes.ts";
import { optimizers, trainSteps } from "./train-steps.ts";

describe.each(Object.keys(optimizers) as (keyof typeof optimizers)[])("training with %s", (name) => {
  it("on wasm is training on cpu", async () => {
    const onCpu = await onBackend("cpu", () => trainSteps(eager as never, name));
    const onWasm = await onBackend("wasm", () => trainSteps(eager as never, name));
    for (const [step, { loss, gradientNorm }] of onCpu.entries()) {
      expect(onWasm[step]!.loss).toBeCloseTo(loss, 5);
      expect(onWasm[step]!.gradientNorm).toBeCloseTo(gradientNorm, 4);
    }
    expect(new Set(onCpu.map(({ loss }) => loss)).size).toBe(onCpu.length); // every step changed something
  });
});
