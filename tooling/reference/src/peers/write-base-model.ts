import { initializeParameters, presets } from "@vivit/models";
import { randomKey } from "@vivit/nn";
import { toHuggingFace } from "@vivit/weights";
import { writeSafetensorsFile } from "@vivit/weights/node";

// Write ViViT-B/16x2 with random weights, 356 MB. Usage: write-base-model.ts model.safetensors

const parameters = initializeParameters(presets["vivit-b-16x2"], randomKey(0));
await writeSafetensorsFile(process.argv[2]!, toHuggingFace(parameters), { format: "pt" });
