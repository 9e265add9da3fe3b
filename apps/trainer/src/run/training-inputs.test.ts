import { motionClasses } from "@vivit/datasets";
import { hostTensor, randomKey } from "@vivit/nn";
import { describe, expect, it } from "vitest";
import { modelConfigOf } from "../recipe/model-config.ts";
import { overrideRecipe } from "../recipe/override-recipe.ts";
import { findRecipe } from "../recipe/recipes.ts";
import { trainingInputs } from "./training-inputs.ts";

const recipe = overrideRecipe(findRecipe("motions"), [
  ["train.batch", "4"],
  ["train.microBatch", "2"],
  ["train.mixup", "0.3"],
]);
const inputs = trainingInputs(recipe, modelConfigOf(recipe, { classes: motionClasses }), randomKey(3));
const batch = (...labels: number[]) => ({
  video: hostTensor(new Float32Array(2), [2, 1, 1, 1, 1]),
  labels: { dtype: "int32", shape: [2], values: Int32Array.from(labels) } as const,
});

describe("the inputs of a training step", () => {
  it("are a function of the key, the step and the part", () => {
    const at = (step: number, part: number) => inputs.at(batch(0, 1), { step, part }, 0.1);
    expect(at(5, 1)).toEqual(at(5, 1));
    const weights = [at(5, 0), at(5, 1), at(6, 0)].map((given) =>
      JSON.stringify((given as { batch: { mixWeight: unknown } }).batch.mixWeight),
    );
    expect(new Set(weights).size).toBe(3);
    expect(at(5, 0)).toMatchObject({ isLast: { values: Float32Array.of(0) }, step: { values: Float32Array.of(5) } });
    expect(at(5, 1)).toMatchObject({ isLast: { values: Float32Array.of(1) }, learningRate: { shape: [] } });
  });
  it("are refused where clips have more classes than the head", () =>
    expect(() => inputs.at(batch(3, 10), { step: 0, part: 0 }, 0.1)).toThrow(
      "train: expected class numbers from 0 to 9, as the head has 10 classes, got 10; train a new head (--init.head fresh) or give the data that the model was made for",
    ));
});
