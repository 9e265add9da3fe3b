import * as tf from "@tensorflow/tfjs-core";
import { ShapeError } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { type ClassSplit, splitLogits } from "./class-splits.ts";
import { preset } from "./presets.ts";

const classSplits = [
  { name: "noun", classes: 3 },
  { name: "verb", classes: 2 },
];
const logits = tf.tensor2d([
  [0, 1, 2, 10, 11],
  [3, 4, 5, 12, 13],
]);

describe("splitLogits", () => {
  it("cuts in the order of the splits", () => {
    const { noun, verb } = splitLogits(logits, { classes: 5, classSplits });
    expect(noun!).toBeAllClose(tf.tensor2d([[0, 1, 2], [3, 4, 5]])); // biome-ignore format: as rows
    expect(verb!).toBeAllClose(tf.tensor2d([[10, 11], [12, 13]])); // biome-ignore format: as rows
  });
  it("passes gradients back to their place", () => {
    const weight = seededTensor([2, 2], 1);
    const loss = (at: tf.Tensor) =>
      tf.sum(tf.mul(splitLogits(at as tf.Tensor2D, { classes: 5, classSplits }).verb!, weight));
    expect(tf.grad(loss)(logits)).toBeAllClose(tf.concat([tf.zeros([2, 3]), weight], 1));
  });
  it("keeps only its results", () => expect(() => splitLogits(logits, { classes: 5, classSplits })).toKeepTensors(2));
  it("refuses other logits, and a model of one head", () => {
    expect(() => splitLogits(tf.zeros([2, 4]), { classes: 5, classSplits })).toThrow(
      new ShapeError("splitLogits: logits: expected [batch, classes=5], got [2, 4]"),
    );
    expect(() => splitLogits(logits, { classes: 5 })).toThrow(
      new ShapeError("splitLogits: expected a configuration with classSplits, got none"),
    );
  });
});

describe("classSplits of a configuration", () => {
  const refuse =
    (splits: readonly ClassSplit[], classes = 5) =>
    () =>
      preset("vivit-b-16x2", { classes, classSplits: splits });
  it("sum to its classes", () => {
    expect(refuse(classSplits, 397)).toThrow(
      new ShapeError(
        "checkModelConfig: expected classSplits that sum to classes 397, got noun 3, verb 2; give classes 5",
      ),
    );
  });
  it("have classes and names of their own", () => {
    expect(refuse([...classSplits, { name: "tool", classes: 0 }])).toThrow(
      new ShapeError("checkModelConfig: expected 1 class or more in every split, got noun 3, verb 2, tool 0"),
    );
    expect(refuse([classSplits[0]!, { name: "noun", classes: 2 }])).toThrow(
      new ShapeError("checkModelConfig: expected classSplits of different names, got noun 3, noun 2"),
    );
  });
});
