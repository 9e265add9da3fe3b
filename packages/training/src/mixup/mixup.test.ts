import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type CaseTolerance, readCase } from "../fixtures/reference-case.ts";
import { mixup } from "./mixup.ts";

interface MixupCases {
  readonly cases: readonly { readonly name: string; readonly weight: number }[];
  readonly tolerances: { readonly "*": CaseTolerance };
}

describe("mixup", () => {
  const { description, tensor } = readCase<MixupCases>("augment_eval/mixup");

  it.each(description.cases)("equals the reference for weight $weight", ({ name, weight }) => {
    for (const what of ["inputs", "labels"])
      expect(mixup(tensor(what), tf.scalar(weight))).toBeAllClose(
        tensor(`${name}/${what}`),
        description.tolerances["*"],
      );
  });
  it("mixes the middle of an odd batch with itself", () => {
    const mixed = mixup(tf.tensor2d([[0], [5], [8]]), tf.scalar(0.25));
    expect(mixed).toBeAllClose(tf.tensor2d([[6], [5], [2]]));
  });
  it("keeps only its result", () => {
    const [x, weight] = [tf.ones<tf.Rank.R5>([2, 1, 2, 2, 3]), tf.scalar(0.3)];
    expect(() => mixup(x, weight)).toKeepTensors(1);
  });
});
