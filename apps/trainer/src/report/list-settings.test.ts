import { expect, it } from "vitest";
import { listSettings } from "./list-settings.ts";

it("names every setting by its path", () => {
  const recipe = {
    seed: 0,
    train: { epochs: 10, decay: "cosine" },
    tubelet: [2, 8, 8],
    parts: [{ rate: 0.1 }, { rate: null }],
    none: [],
    empty: {},
  };
  expect(listSettings(recipe)).toEqual([
    ["seed", "0"],
    ["train.epochs", "10"],
    ["train.decay", "cosine"],
    ["tubelet", "2, 8, 8"],
    ["parts.0.rate", "0.1"],
    ["parts.1.rate", "null"],
    ["none", "none"],
    ["empty", "none"],
  ]);
  expect(listSettings(undefined)).toEqual([["recipe", "not set"]]);
});
