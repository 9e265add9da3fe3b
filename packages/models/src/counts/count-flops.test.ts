import { describe, expect, it } from "vitest";
import { countParameters } from "../model.ts";
import type { ModelConfig } from "../model-config.ts";
import { addWork, countFlops } from "./count-flops.ts";
import xla from "./fixtures/xla-flops.json" with { type: "json" };
import { countParametersByPart } from "./model-parts.ts";

const cases = (xla.cases as { flops: number; config: ModelConfig }[]).map(({ flops, config }) => {
  const { variant, pool, encoder } = config;
  return { name: `${variant}, ${pool}, width ${encoder.dim}`, flops, config };
});

describe("countFlops", () => {
  it.each(cases)("counts as XLA does: $name", ({ flops, config }) => {
    const exact = flops < 2 ** 24; // beyond, XLA's own sum in float32 is off by up to 3e-6
    expect(countFlops(config).flops / flops).toBeCloseTo(1, exact ? 15 : 5);
  });
  it.each(cases)("gives parts that add up: $name", ({ config }) => {
    const { parts, multiplyAdds, elementwise } = countFlops(config);
    expect(addWork(...Object.values(parts))).toEqual({ multiplyAdds, elementwise });
    const parameters = Object.values(countParametersByPart(config)).reduce((sum, count) => sum + count, 0);
    expect(parameters).toBe(countParameters(config));
  });
  it("counts the frames that are sampled, not those of the clip", () => {
    const [{ config }] = cases as [(typeof cases)[0]];
    const tubelet = { ...config.tubelet, frames: 1 };
    const sampled = { ...config, tubelet, sampledFrames: 8 };
    expect(countFlops(sampled)).toEqual(countFlops({ ...config, tubelet, clip: { ...config.clip, frames: 8 } }));
  });
  it("refuses sizes that do not fit", () => {
    const [{ config }] = cases as [(typeof cases)[0]];
    expect(() => countFlops({ ...config, clip: { ...config.clip, frames: 31 } })).toThrow(
      "checkModelConfig: clip frames 31 is not a multiple of tubelet frames 2; sample 32",
    );
  });
});
