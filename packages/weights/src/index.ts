export type { CheckpointFacts, EncoderFacts } from "./checkpoint/checkpoint-facts.ts";
export {
  type Checkpoint,
  type LeftoverValue,
  type ReadCheckpointOptions,
  type RenamedTensor,
  readCheckpoint,
} from "./checkpoint/read-checkpoint.ts";
export { CheckpointError } from "./checkpoint-error.ts";
export { type LabeledModel, readConfiguration } from "./configuration/read-configuration.ts";
export { type Configuration, isHuggingFaceVivit, writeConfiguration } from "./configuration/write-configuration.ts";
export { type ByteSource, blobSource, bytesSource } from "./files/byte-source.ts";
export { openTensorFile } from "./files/open-tensor-file.ts";
export type { FileFormat, OpenSibling, OtherValue, TensorEntry, TensorFile } from "./files/tensor-file.ts";
export { type FlaxOptions, writeFlax } from "./flax/write-flax.ts";
export { describeInitialization } from "./initialize/describe-initialization.ts";
export {
  type DecidedOptions,
  type InitializationOptions,
  paperInitialization,
  scenicInitialization,
} from "./initialize/initialization-options.ts";
export type {
  InitializationReport,
  Origin,
  ParameterOrigin,
  UnusedParameter,
} from "./initialize/initialization-report.ts";
export {
  type InitializationSource,
  type InitializationTarget,
  initializeFrom,
  videoSource,
} from "./initialize/initialize-from.ts";
export { type Preprocessing, toRange, writePreprocessing } from "./model-folder/preprocessing.ts";
export { type FolderModel, type ModelFolder, readModelFolder, withDepth } from "./model-folder/read-model-folder.ts";
export { type ReadPreprocessing, readPreprocessing } from "./model-folder/read-preprocessing.ts";
export { type DescribedModel, writeModelFolder } from "./model-folder/write-model-folder.ts";
export type { FamilyName } from "./names/checkpoint-family.ts";
export { fromHuggingFace, huggingFaceNames, toHuggingFace } from "./names/hugging-face.ts";
export type { LayoutName } from "./names/layout.ts";
export type { BlockKind, NameFamily, Names, Part, Spelling } from "./names/name-family.ts";
export { fromScenic, scenicNames, toScenic } from "./names/scenic.ts";
export type { NamelessFacts } from "./names/skeleton.ts";
export type { Heads } from "./names/translate.ts";
export { readNpy } from "./numpy/open-npz.ts";
export { readSafetensors, type Safetensors } from "./safetensors/read-safetensors.ts";
export { type ShardIndex, type Shards, splitShards } from "./safetensors/split-shards.ts";
export { type SafetensorsOptions, writeSafetensors } from "./safetensors/write-safetensors.ts";
export {
  type TfjsFiles,
  type TfjsModelJson,
  type TfjsOptions,
  type TfjsWeight,
  writeTfjsWeights,
} from "./tfjs/write-tfjs-weights.ts";
