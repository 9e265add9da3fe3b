import type { CheckpointFacts } from "@vivit/weights";

/** The nonlinearity that a model was trained with, seen from ours. */
export type Activation = "tanh GELU" | "exact GELU" | "another";

/** Names of the tanh form. Source: transformers `ACT2FN`. */
const tanhNames = ["gelu_fast", "gelu_new", "gelu_pytorch_tanh"];

/** What `config.json` says of it; what is usual in the library that wrote the file where there is none. */
export function activationOf(hiddenAct: string | undefined, { gelu }: CheckpointFacts): Activation {
  if (hiddenAct === undefined) return gelu === "erf" ? "exact GELU" : "tanh GELU";
  if (tanhNames.includes(hiddenAct)) return "tanh GELU";
  return hiddenAct === "gelu" ? "exact GELU" : "another";
}

/** In words; none for the form that ours has. */
export function describeActivation(activation: Activation): string[] {
  if (activation === "tanh GELU") return [];
  return [
    `trained with ${activation === "another" ? "another activation than GELU" : "the exact GELU"}, ours is the tanh form`,
  ];
}
