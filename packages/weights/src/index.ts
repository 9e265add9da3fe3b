export { CheckpointError } from "./checkpoint-error.ts";
export { fromHuggingFace, huggingFaceNames, toHuggingFace } from "./names/hugging-face.ts";
export type { LayoutName } from "./names/layout.ts";
export type { BlockKind, NameFamily, Names, Part, Spelling } from "./names/name-family.ts";
export { fromScenic, scenicNames, toScenic } from "./names/scenic.ts";
export type { Heads } from "./names/translate.ts";
export { readSafetensors, type Safetensors } from "./safetensors/read-safetensors.ts";
export { writeSafetensors } from "./safetensors/write-safetensors.ts";
