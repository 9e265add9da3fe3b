import { hostTensor } from "@vivit/nn";
import type { TrainerState, TrainingTensors } from "../run/checkpoint.ts";

/** The state of a made-up run. */
export function trainerStateAt(step: number): TrainerState {
  return {
    version: 2,
    step,
    stepsPerEpoch: 5,
    recipe: {},
    data: "data",
    fingerprint: { classes: ["up"], training: 20, validation: 4, sha256: "" },
    key: [0, 0],
    position: { epoch: Math.floor(step / 5), steps: step % 5, lossSum: 0.1 },
    epochs: [],
    seconds: 1,
  };
}

/** Few tensors that a value tells apart. */
export function tensorsOf(value: number): TrainingTensors {
  return {
    params: { head: { kernel: hostTensor(Float32Array.of(value, 2), [1, 2]) } },
    optimizer: { velocity: { head: { kernel: hostTensor(Float32Array.of(0, value), [1, 2]) } } },
  };
}
