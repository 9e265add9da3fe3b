export { readSafetensorsFile } from "./read-safetensors-file.ts";
export { writeFileAtomically } from "./write-file-atomically.ts";
export { writeSafetensorsFile } from "./write-safetensors-file.ts";
export { type SafetensorsFolderOptions, writeSafetensorsFolder } from "./write-safetensors-folder.ts";
