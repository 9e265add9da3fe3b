import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { countFlops, countParameters, type ModelPart } from "@vivit/models";
import { afterAll, describe, expect, it } from "vitest";
import { fixturesDirectory } from "./cases.ts";
import { fromScenicConfig, type ScenicModel } from "./scenic-config.ts";

/** What `case.json` says of one model. */
interface Row {
  readonly variant: string;
  readonly size: string;
  readonly num_params: number;
  readonly param_file: string;
  readonly multiply_accumulates: Readonly<Record<string, number>>;
  /** Half of XLA's count, in units of 10⁹ with two decimals. */
  readonly xla_flops_halved_gigas?: number;
}

const directory = join(fixturesDirectory(), "param_shapes");
const read = (name: string) => JSON.parse(readFileSync(join(directory, name), "utf8"));
const rows: Row[] = existsSync(join(directory, "case.json")) ? read("case.json").rows : [];

/** The names of the parts in the reference. */
const partNames: Readonly<Record<ModelPart, string>> = {
  patchEmbedding: "patch_embedding",
  attentionProjections: "attention_projections",
  attentionProducts: "attention_products",
  mlp: "mlp",
  temporalAttentionProjections: "temporal_attention_projections",
  temporalAttentionProducts: "temporal_attention_products",
  temporalMlp: "temporal_mlp",
  head: "head",
};

/** Rounding of a stored figure with two decimals, and of XLA's own sum in float32 (3e-6 of it, at most). */
const xlaTolerance = (gigas: number) => 0.005 + 3e-6 * gigas;

const lines: string[] = [];
afterAll(() => void process.stdout.write(`\n${lines.join("\n")}\n`));

it.skipIf(rows.length > 0)("has no counts in this set", () => expect(rows).toEqual([]));

describe.each(rows.map((row) => [row.param_file, row] as const))("param_shapes/%s: counts", (name, row) => {
  const {
    config,
    input,
    num_classes: classes,
  } = read(row.param_file) as {
    config: { model: ScenicModel };
    input: number[];
    num_classes: number;
  };
  const model = fromScenicConfig(config.model, input, classes)!;
  const { multiplyAdds, flops, parts } = countFlops(model);

  it("parameters", () => expect(countParameters(model)).toBe(row.num_params));
  it("multiply-adds, part by part", () => {
    const named = Object.entries(parts).map(([part, work]) => [partNames[part as ModelPart], work.multiplyAdds]);
    expect({ ...Object.fromEntries(named), total: multiplyAdds }).toEqual(row.multiply_accumulates);
  });
  it.skipIf(row.xla_flops_halved_gigas === undefined)("element-wise work, as XLA counts it", () => {
    const [ours, theirs] = [flops / 2e9, row.xla_flops_halved_gigas!];
    lines.push(`param_shapes/${name}: half of the flops ${ours.toFixed(3)} G, XLA's ${theirs} G`);
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(xlaTolerance(theirs));
  });
});
