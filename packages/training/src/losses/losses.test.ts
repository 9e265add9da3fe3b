import * as tf from "@tensorflow/tfjs-core";
import { finiteDifference, seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { type CaseTolerance, readCase } from "../fixtures/reference-case.ts";
import { sigmoidCrossEntropy } from "./sigmoid-cross-entropy.ts";
import { smoothLabels } from "./smooth-labels.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

interface LossCases {
  readonly cases: readonly {
    readonly name: string;
    readonly kind: "softmax" | "softmax_soft" | "sigmoid";
    readonly targets: string;
    readonly label_smoothing: number | null;
    readonly batch_mask: boolean;
  }[];
  readonly tolerances: { readonly loss: CaseTolerance; readonly grad: CaseTolerance };
}

describe("losses", () => {
  const { description, tensor } = readCase<LossCases>("optim/losses");
  const { cases, tolerances } = description;

  it.each(cases)(
    "equal the reference, value and gradient: $name",
    ({ name, kind, targets, label_smoothing, batch_mask }) => {
      const loss = kind === "sigmoid" ? sigmoidCrossEntropy : softmaxCrossEntropy;
      const options = {
        smoothing: label_smoothing ?? 0,
        ...(batch_mask ? { mask: tensor<tf.Tensor1D>("batch_mask") } : {}),
      };
      const { value, grad } = tf.valueAndGrad((logits) => loss(logits as tf.Tensor2D, tensor(targets), options))(
        tensor("logits"),
      );
      expect(tf.reshape(value, [1])).toBeAllClose(tensor(`${name}/loss`), tolerances.loss);
      expect(grad).toBeAllClose(tensor(`${name}/grad`), tolerances.grad);
    },
  );

  it.each([0.1, 0.3])("smooth labels as the reference: %f", (smoothing) => {
    expect(smoothLabels(tensor("one_hot"), smoothing)).toBeAllClose(tensor(`smoothed_${smoothing}`), { atol: 1e-7 });
  });

  it.each([softmaxCrossEntropy, sigmoidCrossEntropy])("have the slope that finite differences find: $name", (loss) => {
    const [logits, labels] = [
      seededTensor<tf.Rank.R2>([3, 4], 1),
      tf.tensor2d([
        [1, 0, 0, 0],
        [0, 0.3, 0.7, 0],
        [0, 0, 0, 1],
      ]),
    ];
    const of = (x: tf.Tensor) => loss(x as tf.Tensor2D, labels, { smoothing: 0.1 });
    expect(tf.grad(of)(logits)).toBeAllClose(finiteDifference(of, logits), { atol: 1e-3 }); // float32 differences
  });

  it("stay finite for huge logits", () => {
    const logits = tf.tensor2d([[1e4, -1e4]]);
    const labels = tf.tensor2d([[0, 1]]);
    expect(softmaxCrossEntropy(logits, labels).dataSync()[0]).toBeCloseTo(2e4);
    expect(sigmoidCrossEntropy(logits, labels).dataSync()[0]).toBeCloseTo(2e4);
  });

  it("refuse labels and masks that do not fit", () => {
    const logits = tf.zeros<tf.Rank.R2>([2, 3]);
    expect(() => softmaxCrossEntropy(logits, tf.zeros([2, 4]))).toThrow(
      "softmaxCrossEntropy: labels: expected [batch=2, classes=3], got [2, 4]",
    );
    expect(() => sigmoidCrossEntropy(logits, tf.zeros([3, 3]))).toThrow(
      "sigmoidCrossEntropy: labels: expected [batch=2, classes=3], got [3, 3]",
    );
    expect(() => softmaxCrossEntropy(logits, tf.zeros([2, 3]), { mask: tf.ones([3]) })).toThrow(
      "meanOverBatch: mask: expected [batch=2], got [3]",
    );
  });

  it("keep only their result", () => {
    const [logits, labels] = [tf.zeros<tf.Rank.R2>([2, 3]), tf.ones<tf.Rank.R2>([2, 3])];
    const mask = tf.ones<tf.Rank.R1>([2]);
    expect(() => softmaxCrossEntropy(logits, labels, { smoothing: 0.1, mask })).toKeepTensors(1);
    expect(() => sigmoidCrossEntropy(logits, labels, { smoothing: 0.1, mask })).toKeepTensors(1);
  });
});
