import type { CheckpointFamily } from "./checkpoint-family.ts";
import { type NameFamily, type Names, ownSpelling } from "./name-family.ts";
import { scenicNames } from "./scenic.ts";

const itself = (names: Names): Names => Object.fromEntries(Object.keys(names).map((name) => [name, name]));

/** Our own names: every variant. */
const ownNames: NameFamily = {
  ...ownSpelling,
  title: "@vivit",
  embedding: itself(scenicNames.embedding),
  positions: itself(scenicNames.positions),
  norm: itself(scenicNames.norm),
  blocks: { plain: itself(scenicNames.blocks.plain!), "time-space": itself(scenicNames.blocks["time-space"]!) },
  representation: itself(scenicNames.representation!),
  head: itself(scenicNames.head),
  needsClassToken: false,
  mayHaveFixedPositions: true,
};

/** Files under our own names, such as models that no other library has. */
export const ownCheckpoints: CheckpointFamily = {
  family: "vivit",
  names: ownNames,
  prefixes: ["", "params.", "parameters.", "state.params."],
  respellings: [],
  kernel: "embedding.kernel",
  kernelAxes: [4, 5],
  mark: /^(spatial\.)?encoder\.blocks\./,
  leftovers: [],
  gelu: "tanh",
};
