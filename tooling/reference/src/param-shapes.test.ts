import { countParameters } from "@vivit/models";
import { afterAll, describe, expect, it } from "vitest";
import { readParameterShapes, scenicShapes } from "./param-shapes.ts";
import { fromScenicConfig } from "./scenic-config.ts";

const models = readParameterShapes().map((model) => ({
  model,
  config: fromScenicConfig(model.config.model, model.input, model.num_classes),
}));
const known = models.flatMap(({ model, config }) => (config ? [[model.file, model, config] as const] : []));
const lines: string[] = [];

describe.each(known)("param_shapes/%s", (file, model, config) => {
  it("has every parameter by name and shape, and no other", () => {
    const shapes = scenicShapes(config);
    const byName = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
    expect(byName(shapes)).toEqual(byName(model.params));
    lines.push(`param_shapes/${file}: ${Object.keys(shapes).length} names and shapes equal`);
  });
  it("has as many values", () => expect(countParameters(config)).toBe(model.num_params));
});

it.skipIf(models.length === 0)("knows every model of the set", () =>
  expect(models.filter(({ config }) => !config).map(({ model }) => model.file)).toEqual([]),
);

afterAll(() => void process.stdout.write(`\n${lines.join("\n")}\n`));
