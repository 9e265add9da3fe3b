import { readFileSync } from "node:fs";
import { countFlops, countParameters, preset } from "@vivit/models";
import { expect, it } from "vitest";
import { modelsPage } from "./models-page.ts";
import { crops, variantRows } from "./paper-tables.ts";

it("docs/models.md is what the code says; write it again with pnpm docs:models", () => {
  const page = readFileSync(new URL("../../../docs/models.md", import.meta.url), "utf8");
  expect(page.replaceAll("\r\n", "\n")).toBe(modelsPage());
});

it.each(variantRows)("$preset has the paper's GFLOPs and parameters to their last digit", (row) => {
  const config = preset(row.preset, row.options);
  expect((countFlops(config).flops / 2e9).toFixed(1)).toBe(row.gflops!.toFixed(1));
  expect(Math.abs(countParameters(config) / 1e6 - row.millionParameters!)).toBeLessThanOrEqual(0.0541); // 88.954 is printed as 88.9
});

it.each(crops)(
  "$preset at other crops has the paper's GFLOPs within a thousandth",
  ({ preset: name, options, gflops }) => {
    expect(countFlops(preset(name, options)).flops / 2e9 / gflops!).toBeCloseTo(1, 3);
  },
);
