import { readCheckpointFile } from "@vivit/weights/node";

// Load a safetensors file into our tree; seconds and peak memory as one JSON line. Usage: load-worker.ts model.safetensors

const peakBytes = () => process.resourceUsage().maxRSS * 1024;
const before = peakBytes();
const begin = performance.now();
const { tree } = await readCheckpointFile(process.argv[2]!);
const seconds = (performance.now() - begin) / 1000;
if (Object.keys(tree).length === 0) throw new Error("load-worker: nothing was loaded");
process.stdout.write(`${JSON.stringify({ seconds, before, peak: peakBytes() })}\n`);
