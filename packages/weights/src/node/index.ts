export { readSafetensorsFile } from "./read-safetensors-file.ts";
export { writeFileAtomically } from "./write-file-atomically.ts";
export { writeSafetensorsFile } from "./write-safetensors-file.ts";
