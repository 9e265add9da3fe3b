import { countTokens } from "../count-tokens.ts";
import { gridOf } from "../embedding.ts";
import { countParameters } from "../model.ts";
import { checkModelConfig, type ModelConfig } from "../model-config.ts";
import { backwardPass, forwardValues } from "./count-held-values.ts";
import { encoderStages } from "./encoder-stages.ts";

/** Values that an optimizer keeps for each parameter. */
const optimizerSlots = { momentum: 1, adamw: 2 } as const;

/** What the memory is wanted for. */
export interface MemoryOptions {
  /** Whether gradients are computed and parameters updated; false unless given. */
  readonly training?: boolean;
  /** Whether blocks are computed again for their gradients; as the configuration says unless given. */
  readonly checkpointing?: boolean;
  /** "momentum" unless given. */
  readonly optimizer?: keyof typeof optimizerSlots;
}

/** Bytes that a compiled model holds. Float32 throughout. */
export interface MemoryEstimate {
  readonly parameters: number;
  /** The optimizer's state. */
  readonly optimizer: number;
  /** A second set of parameters and optimizer state: a step writes one while it reads the other. */
  readonly nextState: number;
  readonly gradients: number;
  /** What waits for the backward pass. */
  readonly activations: number;
  /** What an operation needs for a moment, at most; a block of attention scores is among it. */
  readonly workspace: number;
  /** The clips of one batch. */
  readonly clips: number;
  /** All of these at the worst moment: activations go as gradients come. */
  readonly total: number;
}

/**
 * Estimate the memory of a compiled model, without the process around it.
 *
 * Held against the lifetimes of all values in traced graphs, from which it differs by less than 8 %. On top come the masks of
 * dropout, copies that the caller keeps, and the room that ONNX Runtime's arena leaves empty: measured training steps at B/16x2
 * took 1.6 to 2 times what their gradients, activations and workspace need at once.
 *
 * @param batch clips in one call
 * @returns bytes
 * @throws ShapeError if the sizes of the configuration do not fit together
 */
export function estimateMemory(config: ModelConfig, batch: number, options: MemoryOptions = {}): MemoryEstimate {
  checkModelConfig(config);
  const { training = false, checkpointing = config.gradientCheckpointing ?? false, optimizer = "momentum" } = options;
  const parameters = bytes(countParameters(config));
  const { frames, height, width } = config.clip;
  const clips = batch * bytes(frames * height * width * config.channels);
  const stages = encoderStages(config);
  const tubelets = batch * countTokens(gridOf(config)) * countTokens(config.tubelet) * config.channels;
  if (!training) {
    const embedding = tubelets + batch * countTokens(gridOf(config)) * config.encoder.dim;
    const workspace = bytes(Math.max(embedding, ...stages.map((stage) => forwardValues(stage, batch))));
    const none = { optimizer: 0, nextState: 0, gradients: 0, activations: 0 };
    return { parameters, ...none, workspace, clips, total: parameters + workspace + clips };
  }
  const state = parameters * (1 + optimizerSlots[optimizer]);
  const backward = backwardPass(stages, batch, checkpointing);
  return {
    parameters,
    optimizer: state - parameters,
    nextState: state,
    gradients: parameters,
    activations: bytes(tubelets + backward.kept),
    workspace: bytes(backward.workspace),
    clips,
    total: 2 * state + clips + bytes(tubelets + backward.peak),
  };
}

function bytes(values: number): number {
  return 4 * values;
}
