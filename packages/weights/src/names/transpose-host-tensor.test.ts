import * as tf from "@tensorflow/tfjs-core";
import { fromTensor, toTensor } from "@vivit/nn";
import { seededTensor } from "@vivit/testing";
import { describe, expect, it } from "vitest";
import { transposeHostTensor } from "./transpose-host-tensor.ts";

describe("transposeHostTensor", () => {
  it.each([[[0, 1, 2, 3, 4]], [[2, 3, 4, 1, 0]], [[4, 3, 0, 1, 2]], [[1, 0, 3, 2, 4]]])(
    "equals tf.transpose: %j",
    async (order) => {
      const tensor = seededTensor<tf.Rank.R5>([2, 3, 1, 4, 5], 1);
      expect(toTensor(transposeHostTensor(await fromTensor(tensor), order))).toBeAllClose(tf.transpose(tensor, order), {
        atol: 0,
        rtol: 0,
      });
    },
  );
  it.each([[[70, 33]], [[1, 5]], [[0, 4]], [[64, 32]]])("equals tf.transpose of a matrix: %j", async (shape) => {
    const tensor = seededTensor<tf.Rank.R2>(shape as [number, number], 2);
    const ours = toTensor(transposeHostTensor(await fromTensor(tensor), [1, 0]));
    expect(ours).toBeAllClose(tf.transpose(tensor), { atol: 0, rtol: 0 });
  });
  it("keeps the type of the values", () => {
    const tensor = { dtype: "int32", shape: [2, 2], values: Int32Array.of(1, 2, 3, 4) } as const;
    expect(transposeHostTensor(tensor, [1, 0])).toEqual({ ...tensor, values: Int32Array.of(1, 3, 2, 4) });
  });
});
