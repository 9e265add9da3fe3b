export { fetchHubModel } from "./hub/fetch-hub-model.ts";
export type { HubSnapshot } from "./hub/hub-cache.ts";
export { type HubName, isHubName, parseHubName } from "./hub/hub-name.ts";
export type { HubOptions, HubProgress } from "./hub/hub-settings.ts";
export { readSafetensorsFile } from "./read-safetensors-file.ts";
export { writeFileAtomically } from "./write-file-atomically.ts";
export { writeSafetensorsFile } from "./write-safetensors-file.ts";
export { type SafetensorsFolderOptions, writeSafetensorsFolder } from "./write-safetensors-folder.ts";
