import type { CheckpointFamily, Leftover } from "./checkpoint-family.ts";
import { googleVit } from "./google-vit.ts";
import { huggingFaceCheckpoints } from "./hugging-face-checkpoints.ts";
import { huggingFaceVit } from "./hugging-face-vit.ts";
import { ownCheckpoints } from "./own-checkpoints.ts";
import { scenicCheckpoints } from "./scenic-checkpoints.ts";
import { timmVit } from "./timm-vit.ts";

/** Every family that is recognized; the first whose marks are found is taken. */
export const checkpointFamilies: readonly CheckpointFamily[] = [
  ownCheckpoints,
  googleVit,
  scenicCheckpoints,
  huggingFaceCheckpoints,
  huggingFaceVit,
  timmVit,
];

/** Tensors of training programs beside the parameters, by their whole names. */
export const runLeftovers: readonly Leftover[] = [
  [/^(opt|optimizer)[./]state[./]/, "state of the optimizer"],
  [/^opt(imizer)?_states?[./]/, "state of the optimizer"],
  [/^optimizer\./, "state of the optimizer"],
  [/^(global_step|step|rng|accum_train_time|epoch)$/, "progress of the training run"],
  [/^(extra|metadata|model_state|lr_scheduler|scaler)([./]|$)/, "state of the training run"],
  [/(^|\.)position_ids$/, "the numbers 0, 1, 2 and so on, kept by old versions"],
];
