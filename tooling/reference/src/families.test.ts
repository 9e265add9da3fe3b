import { expect, it } from "vitest";
import { listCases, listFamilies } from "./cases.ts";

/** Which cases are compared, and where; a family's other cases are not known yet. */
const compared: Readonly<Record<string, (name: string) => string | undefined>> = {
  models: () => "here",
  init: () => "here",
  optim: (name) => (name.startsWith("curve_") ? "here" : "packages/training"),
  augment_eval: (name) =>
    ({
      mixup,
      multiview: mixup,
      topk: mixup,
      two_heads: mixup,
      temporal_sampling: sampling,
      spatial_eval: sampling,
      uniform_frame_sampling: "here",
    })[name],
  checkpoints: (name) => ({ hf_vivit: "packages/weights", hf_vivit_processor: "packages/datasets" })[name],
};
const [mixup, sampling] = ["packages/training", "packages/datasets"];

it("says of every case in the set where it is compared", () => {
  const cases = listFamilies().flatMap((family) => listCases(family).map((name) => ({ family, name })));
  const lines = cases.map(({ family, name }) => `${family}/${name}: ${compared[family]?.(name) ?? "not known yet"}`);
  process.stdout.write(`\n${lines.join("\n")}\n`);
  expect(cases.length).toBeGreaterThan(0);
});
