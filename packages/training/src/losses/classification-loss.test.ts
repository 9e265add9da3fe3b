import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { classificationLoss } from "./classification-loss.ts";
import { multiHot } from "./multi-hot.ts";
import { sigmoidCrossEntropy } from "./sigmoid-cross-entropy.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

const heads = {
  classes: 5,
  classSplits: [
    { name: "noun", classes: 3 },
    { name: "verb", classes: 2 },
  ],
};
const logits = seededTensor<tf.Rank.R2>([4, 5], 3);
const labels = tf.tensor2d([0, 3, 2, 4, 1, 4, 0, 4], [4, 2], "int32");
const targets = multiHot(labels, 5);

describe("multiHot", () => {
  it("sums the one-hot rows of all labels, -1 of none", () => {
    const several = tf.tensor2d([2, 0, -1, -1, 1, -1], [3, 2], "int32");
    expect(multiHot(several, 3)).toBeAllClose(tf.tensor2d([1, 0, 1, 0, 0, 0, 0, 1, 0], [3, 3]));
  });
  it("equals oneHot for one label, in either shape", () => {
    expect(multiHot(tf.tensor1d([2, 0], "int32"), 3)).toBeAllClose(tf.tensor2d([0, 0, 1, 1, 0, 0], [2, 3]));
    expect(multiHot(tf.tensor2d([2, 0], [2, 1], "int32"), 3)).toBeAllClose(tf.tensor2d([0, 0, 1, 1, 0, 0], [2, 3]));
  });
  it("refuses labels of another rank", () =>
    expect(() => multiHot(tf.zeros([2, 1, 1], "int32") as never, 3)).toThrow(
      "multiHot: labels: expected [batch] or [batch, labels], got [2, 1, 1]",
    ));
  it("keeps only its result", () => expect(() => multiHot(labels, 5)).toKeepTensors(1));
});

describe("classificationLoss", () => {
  it("is the mean over the heads, each smoothed by its own classes", () => {
    const [nouns, verbs] = tf.split(logits, [3, 2], 1) as [tf.Tensor2D, tf.Tensor2D];
    const noun = softmaxCrossEntropy(nouns, multiHot(tf.tensor1d([0, 2, 1, 0], "int32"), 3), { smoothing: 0.2 });
    const verb = softmaxCrossEntropy(verbs, multiHot(tf.tensor1d([0, 1, 1, 1], "int32"), 2), { smoothing: 0.2 });
    expect(classificationLoss(logits, targets, heads, { smoothing: 0.2 })).toBeAllClose(tf.div(tf.add(noun, verb), 2), {
      atol: 1e-6,
    });
  });
  it("weighs the classes of each head by their own weights", () => {
    const [nouns, verbs] = tf.split(logits, [3, 2], 1) as [tf.Tensor2D, tf.Tensor2D];
    const [nounTargets, verbTargets] = tf.split(targets, [3, 2], 1) as [tf.Tensor2D, tf.Tensor2D];
    const noun = softmaxCrossEntropy(nouns, nounTargets, { classWeights: [1, 2, 3] });
    const verb = softmaxCrossEntropy(verbs, verbTargets, { classWeights: [0.5, 4] });
    const loss = classificationLoss(logits, targets, heads, { classWeights: [1, 2, 3, 0.5, 4] });
    expect(loss).toBeAllClose(tf.div(tf.add(noun, verb), 2));
  });
  it("is softmax for one label and sigmoid for several", () => {
    expect(classificationLoss(logits, targets, { classes: 5 })).toBeAllClose(softmaxCrossEntropy(logits, targets));
    expect(classificationLoss(logits, targets, { classes: 5, severalLabels: true })).toBeAllClose(
      sigmoidCrossEntropy(logits, targets),
    );
  });
  it("has the slope that finite differences find, through both heads", () => {
    const of = (x: tf.Tensor) => classificationLoss(x as tf.Tensor2D, targets, heads, { smoothing: 0.1 });
    expect(tf.grad(of)(logits)).toBeAllClose(finiteDifference(of, logits), { atol: 1e-3 }); // float32 differences
  });
  it("keeps only its result", () => expect(() => classificationLoss(logits, targets, heads)).toKeepTensors(1));
});
