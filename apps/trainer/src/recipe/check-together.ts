import type { z } from "zod";
import type { Recipe } from "./recipe-schema.ts";

/** What settings that are fine by themselves must be together; each failure stands at the setting to change. */
export function checkTogether({ train, learningRate, data }: Recipe, context: z.RefinementCtx<Recipe>): void {
  const refuse = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  const together = train.microBatch === 0 ? train.batch : train.microBatch;
  if (train.batch % together !== 0)
    refuse(
      ["train", "microBatch"],
      `expected a divisor of train.batch ${train.batch}, such as ${largestDivisor(train.batch, together)}`,
    );
  else if (train.mixup > 0 && together === 1)
    refuse(
      ["train", "mixup"],
      `expected 0 where clips come one by one, as each is mixed with another; or ${train.batch === 1 ? "a train.batch" : "a train.microBatch"} of 2 or more`,
    );
  if (train.classWeights === "balanced" && data.balanced)
    refuse(
      ["train", "classWeights"],
      'expected "equal" beside data.balanced true, as rare classes would count twice: by how often and by how much; take one of the two',
    );
  if (learningRate.decay === "step" && learningRate.stepEpochs.length === 0)
    refuse(["learningRate", "stepEpochs"], 'expected epochs for the decay "step", such as 20,25');
}

function largestDivisor(whole: number, atMost: number): number {
  for (let divisor = Math.min(whole, atMost); divisor > 1; divisor--) if (whole % divisor === 0) return divisor;
  return 1;
}
