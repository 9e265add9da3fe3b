import { type ModelConfig, parameterSpecs, type VariantName, variants } from "@vivit/models";
import { treeLeaves } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { initializeFrom, videoSource } from "./initialize-from.ts";
import { imageConfig, trainedParameters, videoConfig, withoutFrameAxis } from "./testing/tiny-models.ts";

const withoutClassToken: readonly VariantName[] = ["factorized-self-attention", "factorized-dot-product-attention"];
const configOf = (variant: VariantName, frames: number): ModelConfig => ({
  ...videoConfig,
  variant,
  clip: { ...videoConfig.clip, frames },
  ...(variant === "factorized-encoder" ? { temporalEncoder: videoConfig.encoder } : {}),
  pool: withoutClassToken.includes(variant) ? "gap" : "token",
});
const names = Object.keys(variants) as VariantName[];
const image = {
  parameters: withoutFrameAxis(trainedParameters(imageConfig, 1)),
  grid: { frames: 1, height: 2, width: 3 },
};
const videos = names.map((variant) => {
  const config = configOf(variant, 4);
  return [variant, videoSource(config, trainedParameters(config, 1))] as const;
});
const pairs = [["image", image] as const, ...videos].flatMap(([from, source]) =>
  names.map((to) => [from, to, source] as const),
);

describe("initializeFrom", () => {
  it.each(pairs)("from %s to %s accounts for every parameter of both, or refuses", (from, to, source) => {
    const config = configOf(to, 8);
    const target = { config, parameters: trainedParameters(config, 2) };
    if (from === "factorized-self-attention" && to !== from) {
      expect(() => initializeFrom(source, target)).toThrow("only Model 3 begins so");
      return;
    }
    const { parameters, report } = initializeFrom(source, target);
    const shapes = (tree: unknown) =>
      treeLeaves(tree as never).map(([path, leaf]) => [path, (leaf as never as { shape: number[] }).shape]);
    expect(shapes(parameters)).toEqual(shapes(parameterSpecs(config)));
    expect(report.parameters.map(({ path }) => path)).toEqual(shapes(parameters).map(([path]) => path));
    const accounted = new Set([...report.parameters.map((at) => at.from), ...report.unused.map(({ path }) => path)]);
    for (const [path] of treeLeaves(source.parameters)) expect(accounted).toContain(path);
    const leaves = new Map(treeLeaves(target.parameters));
    for (const [path, { values }] of treeLeaves(parameters as typeof target.parameters)) {
      const isFresh = report.parameters.find((at) => at.path === path)!.how === "fresh";
      expect(values === leaves.get(path)!.values, path).toBe(isFresh);
    }
  });
  it("keeps an image's kernel whole for tubelets of one frame", () => {
    const config = { ...videoConfig, tubelet: { ...videoConfig.tubelet, frames: 1 }, sampledFrames: 2 };
    const { parameters, report } = initializeFrom(image, { config, parameters: trainedParameters(config, 2) });
    const kernel = (tree: unknown) => new Map(treeLeaves(tree as typeof image.parameters)).get("embedding.kernel")!;
    expect(kernel(parameters)).toEqual({ ...kernel(image.parameters), shape: [1, 4, 4, 3, 12] });
    expect(report.parameters.find(({ path }) => path === "positions")?.how).toBe("tiled");
  });
});
