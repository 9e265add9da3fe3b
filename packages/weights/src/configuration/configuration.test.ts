import { readFileSync } from "node:fs";
import { type ModelConfig, presets } from "@vivit/models";
import { describe, expect, it } from "vitest";
import { readConfiguration } from "./read-configuration.ts";
import { writeConfiguration } from "./write-configuration.ts";

const fixture = new URL("../../../../tooling/fixtures/checkpoints/hf_vivit/model/config.json", import.meta.url);
const labels = (count: number) => Array.from({ length: count }, (_, id) => `class ${id}`);

describe("readConfiguration", () => {
  const theirs = JSON.parse(readFileSync(fixture, "utf8"));
  it("reads what transformers wrote", () => {
    expect(readConfiguration(theirs)).toEqual({
      labels: ["archery", "bowling", "cooking", "dancing", "eating", "fencing", "golf"],
      model: {
        variant: "space-time",
        clip: { frames: 8, height: 32, width: 32 },
        channels: 3,
        tubelet: { frames: 2, height: 8, width: 8 },
        encoder: { dim: 32, depth: 2, heads: 4, mlpDim: 64 },
        pool: "token",
        classes: 7,
      },
    });
  });
  it("takes the defaults of VivitConfig: ViViT-B/16x2", () => {
    const { model } = readConfiguration({
      model_type: "vivit",
      id2label: Object.fromEntries(Object.entries(labels(400))),
    });
    expect(model).toEqual(presets["vivit-b-16x2"]);
  });
  it("refuses another model, and labels with a gap", () => {
    expect(() => readConfiguration({ model_type: "vit", id2label: { 0: "a" } })).toThrow(
      'readConfiguration: expected model_type "vivit", got "vit"',
    );
    expect(() => readConfiguration({ model_type: "vivit", id2label: { 1: "a" } })).toThrow(
      "readConfiguration: expected id2label to name class 0, got none; number them from 0",
    );
    expect(() => readConfiguration({ model_type: "vivit" })).toThrow(
      "readConfiguration: expected id2label with the name of every class, got none; add it",
    );
  });
});

describe("writeConfiguration", () => {
  it.each(Object.entries(presets) as [string, ModelConfig][])("is read back: %s", (_, model) => {
    const written = JSON.parse(JSON.stringify(writeConfiguration(model, labels(400))));
    expect(readConfiguration(written)).toEqual({ model, labels: labels(400) });
  });
  it("has the values that transformers writes for the same model", () => {
    const theirs = JSON.parse(readFileSync(fixture, "utf8"));
    const { model, labels: names } = readConfiguration(theirs);
    const { pooler_act, pooler_output_size, transformers_version, ...same } = theirs; // of a pooler that the classifier does not use
    expect(writeConfiguration(model, names)).toMatchObject(same);
  });
  it("calls only Model 1 by transformers' name", () => {
    expect(writeConfiguration(presets["vivit-b-16x2-fe"], labels(400)).model_type).toBe("vivit-factorized-encoder");
  });
  it.each([
    { positions: "sinusoidal-3d" },
    { positions: "none" },
    { sampledFrames: 8 },
    { representationDim: 16 },
    {
      classSplits: [
        { name: "noun", classes: 300 },
        { name: "verb", classes: 100 },
      ],
    },
  ] as const)("keeps transformers' name from a model that it cannot compute: %o", (other) => {
    const model: ModelConfig = { ...presets["vivit-b-16x2"], ...other };
    const written = JSON.parse(JSON.stringify(writeConfiguration(model, labels(400))));
    expect(written.model_type).toBe("vivit-space-time");
    expect(readConfiguration(written)).toEqual({ model, labels: labels(400) });
  });
  it("wants one label a class", () => {
    expect(() => writeConfiguration(presets["vivit-b-16x2"], ["a"])).toThrow(
      "writeConfiguration: expected 400 labels, one a class, got 1",
    );
  });
});
