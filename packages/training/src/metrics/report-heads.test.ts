import { type HostTensor, hostTensor } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { readCase } from "../fixtures/reference-case.ts";
import { reportHeads } from "./report-heads.ts";
import { rows } from "./rows.ts";

interface TwoHeadsCase {
  readonly class_splits: readonly [number, number];
  readonly split_names: readonly string[];
  readonly metrics: Readonly<Record<string, { readonly mean: number }>>;
}

describe("reportHeads", () => {
  const { values, description } = readCase<TwoHeadsCase>("augment_eval/two_heads");
  const heads = description.split_names.map((name, at) => ({ name, classes: description.class_splits[at]! }));
  const [first] = description.class_splits;
  const labels = rows(values("labels"), "labels").map((row) => [
    row.subarray(0, first).indexOf(1),
    row.subarray(first).indexOf(1),
  ]);
  const report = reportHeads(values("logits"), labels, heads, values("batch_mask").values);
  const expected = (name: string) => description.metrics[name]!.mean;

  it("equals the reference: each head, and noun and verb together", () => {
    const measured = report.heads.flatMap(({ name, top1, top5, loss }) => [
      [`${name}_accuracy`, top1],
      [`${name}_accuracy_top_5`, top5],
      [`${name}_loss`, loss],
    ]) as [string, number][];
    const joint: [string, number][] = [
      ["noun-verb_accuracy", report.joint.top1],
      ["noun-verb_accuracy_top_5", report.joint.top5!],
      ["total_loss", report.loss],
    ];
    for (const [name, value] of [...measured, ...joint]) expect(value, name).toBeCloseTo(expected(name), 5);
    expect(report.joint.name).toBe("noun-verb");
  });

  it("finds the joint top five as the full outer product does", () => {
    const joint = values("joint_scores");
    const trueIndex = values("joint_label_index").values;
    const mask = values("batch_mask").values;
    const hit = rows(joint, "joint").map((row, example) => {
      const own = row[trueIndex[example]!]!;
      const better = Array.from(row).filter((score, at) => score > own || (score === own && at < trueIndex[example]!));
      return better.length < 5 ? mask[example]! : 0;
    });
    expect(hit.reduce((sum, one) => sum + one, 0)).toBe(Math.round(report.joint.top5! * sumOf(mask)));
  });

  it("is Scenic's own example: both heads right in one of four rows", () => {
    const logits = hostTensor(
      Float32Array.from({ length: 32 }, (_, at) => [1, 2, 3, 1, 2, 3, 4, 5][at % 8]!),
      [4, 8],
    );
    const four = [
      [1, 0],
      [2, 0],
      [1, 1],
      [2, 4],
    ];
    const parts = [
      { name: "verb", classes: 3 },
      { name: "noun", classes: 5 },
    ];
    expect(reportHeads(logits, four, parts).joint.top1).toBe(0.25);
  });

  it("refuses heads and labels that do not fit", () => {
    const logits: HostTensor = hostTensor(new Float32Array(3), [1, 3]);
    expect(() => reportHeads(logits, [[0]], [{ name: "noun", classes: 2 }])).toThrow(
      "cutHeads: expected heads of 3 classes together, got 2",
    );
    expect(() => reportHeads(logits, [[0, 1]], [{ name: "noun", classes: 3 }])).toThrow(
      "reportHeads: expected [1][1] labels, got 1 rows of 2",
    );
  });
});

function sumOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}
