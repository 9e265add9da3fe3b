import * as tf from "@tensorflow/tfjs-core";
import { type HostTensor, hostTensor } from "@vivit/nn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CaseTolerance, readCase } from "../fixtures/reference-case.ts";
import { averageViews } from "./average-views.ts";
import { confusionMatrix, meanOfKnown, reportClasses } from "./confusion-matrix.ts";
import { meanCrossEntropy } from "./mean-cross-entropy.ts";
import { rows } from "./rows.ts";
import { softmaxScores } from "./softmax-scores.ts";
import { topClasses } from "./top-classes.ts";
import { top1Hits, topKAccuracy, topKHits } from "./top-k-accuracy.ts";

/** Class numbers of one-hot rows. */
const labelsOf = (oneHot: HostTensor) => rows(oneHot, "labels").map((row) => topClasses(row, 1)[0]!);
const table = (...lines: number[][]) => hostTensor(Float32Array.from(lines.flat()), [lines.length, lines[0]!.length]);

describe("top-k with many ties", () => {
  const { values } = readCase<unknown>("augment_eval/topk");
  const [logits, mask] = [values("logits"), values("batch_mask").values];
  const labels = labelsOf(values("labels"));

  it.each([1, 3, 5])("hits where the reference hits: k = %i", (k) => {
    const counted = [...topKHits(logits, labels, k)].map((hit, example) => hit * mask[example]!);
    expect(counted).toEqual([...values(`topk_${k}`).values]);
  });
  it("is right where the reference is right", () => {
    const counted = [...top1Hits(logits, labels)].map((hit, example) => hit * mask[example]!);
    expect(counted).toEqual([...values("top1").values]);
  });
  it("orders classes as the reference", () => {
    const top = rows(logits, "logits").flatMap((row) => topClasses(row, 5));
    expect(top).toEqual([...values("top5_indices").values]);
  });
  it("agrees with topClasses for any scores", () => {
    const scores = fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(-0, Number.NEGATIVE_INFINITY)), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(scores, fc.nat(), fc.integer({ min: 1, max: 9 }), (row, at, k) => {
        const label = at % row.length;
        expect(topKHits(table(row), [label], k)[0]).toBe(Number(topClasses(row, k).includes(label)));
      }),
    );
  });
  it("never counts NaN as a hit and puts it last", () => {
    expect([...topKHits(table([Number.NaN, Number.NaN]), [0], 2)]).toEqual([0]);
    expect([...top1Hits(table([Number.NaN, Number.NaN]), [0])]).toEqual([0]);
    expect(topClasses([Number.NaN, 1, 2], 3)).toEqual([2, 1, 0]);
  });
  it("refuses labels that are no class", () => {
    expect(() => topKHits(table([1, 2]), [2], 1)).toThrow(
      "topKHits: expected labels in [0, 2), got 2 for example 0; check the number of classes",
    );
    expect(() => topKHits(table([1, 2]), [], 1)).toThrow("topKHits: expected 1 labels, got 0");
  });
});

describe("multi-view evaluation", () => {
  type Metrics = Record<"accuracy" | "accuracy_top_5" | "loss", number>;
  interface MultiviewCase {
    readonly results: Record<"logits" | "softmax", Metrics>;
    readonly tolerances: { readonly "*": CaseTolerance };
  }
  const { values, tensor, description } = readCase<MultiviewCase>("augment_eval/multiview");
  const tolerance = description.tolerances["*"];
  const labels = labelsOf(values("labels"));
  const mask = values("batch_mask").values;
  const averaged = {
    logits: averageViews(values("view_logits")),
    softmax: averageViews(softmaxScores(values("view_logits"))),
  };

  it.each(["logits", "softmax"] as const)("averages %s, then measures, as the reference", (scores) => {
    const { accuracy, accuracy_top_5, loss } = description.results[scores];
    const [examples, classes] = averaged[scores].shape as [number, number];
    expect(tf.tensor2d(averaged[scores].values, [examples, classes])).toBeAllClose(
      tensor(`averaged_${scores}`),
      tolerance,
    );
    const measured = [
      topKAccuracy(averaged[scores], labels, 1, mask),
      topKAccuracy(averaged[scores], labels, 5, mask),
      meanCrossEntropy(averaged[scores], labels, mask),
    ];
    expect(tf.tensor1d(measured)).toBeAllClose([accuracy, accuracy_top_5, loss], tolerance);
  });
  it("refuses scores of another rank", () => {
    expect(() => averageViews(table([1, 2]))).toThrow(
      "averageViews: scores: expected [clips, views, classes], got [1, 2]",
    );
  });
});

describe("softmaxScores", () => {
  it("equals TensorFlow.js, huge logits included", () => {
    const logits = hostTensor(Float32Array.from([1, 2, 3, -4, 1e4, 0, 0, 0, 5]), [3, 3]);
    const { values } = softmaxScores(logits);
    expect(tf.tensor2d(values, [3, 3])).toBeAllClose(tf.softmax(tf.tensor2d(logits.values, [3, 3])));
  });
});

describe("confusionMatrix", () => {
  const matrix = confusionMatrix([0, 0, 1, 0, 2], [0, 0, 0, 1, 2], 4);

  it("has the truth in rows", () => {
    expect([...matrix.counts]).toEqual([2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  });
  it("reports recall by rows and precision by columns", () => {
    expect(reportClasses(matrix)).toEqual([
      { examples: 3, recall: 2 / 3, precision: 2 / 3 },
      { examples: 1, recall: 0, precision: 0 },
      { examples: 1, recall: 1, precision: 1 },
      { examples: 0, recall: Number.NaN, precision: Number.NaN },
    ]);
  });
  it("leaves classes without examples out of means", () => {
    expect(meanOfKnown(reportClasses(matrix).map(({ recall }) => recall))).toBeCloseTo(5 / 9);
    expect(meanOfKnown([Number.NaN])).toBeNaN();
  });
  it("refuses what is no class", () => {
    expect(() => confusionMatrix([0], [4], 4)).toThrow(
      "confusionMatrix: expected labels in [0, 4), got 4 for example 0; check the number of classes",
    );
    expect(() => confusionMatrix([-1], [0], 4)).toThrow(
      "confusionMatrix: predictions: expected labels in [0, 4), got -1 for example 0; check the number of classes",
    );
  });
});
