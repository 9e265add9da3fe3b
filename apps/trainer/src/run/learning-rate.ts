import {
  constantRate,
  cosineDecay,
  linearDecay,
  linearWarmup,
  multiplySchedules,
  type Schedule,
  stepDecay,
} from "@vivit/training";
import type { Recipe } from "../recipe/recipe-schema.ts";

/**
 * The learning rate by step: a linear warm-up to the peak, then the decay over the steps that are left.
 *
 * The warm-up takes half of the run at most, so that a short trial (`--epochs 1`) still trains.
 */
export function learningRateOf({ learningRate, train }: Recipe, stepsPerEpoch: number): Schedule {
  const { peak, warmupEpochs, decay, lowest, stepEpochs, stepFactor } = learningRate;
  const totalSteps = train.epochs * stepsPerEpoch;
  const warmupSteps = Math.min(warmupEpochs * stepsPerEpoch, totalSteps / 2);
  const decays = {
    cosine: () => cosineDecay({ cycleSteps: totalSteps, warmupSteps, lowest }),
    linear: () => linearDecay({ totalSteps, warmupSteps, lowest }),
    step: () => stepDecay({ boundaries: stepEpochs.map((epoch) => epoch * stepsPerEpoch), factor: stepFactor }),
    constant: () => constantRate(1),
  };
  return multiplySchedules(constantRate(peak), decays[decay](), linearWarmup(warmupSteps));
}
