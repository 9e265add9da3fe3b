import { openTensorFile } from "@vivit/weights";
import { openFile } from "@vivit/weights/node";

// Read the values of a safetensors file into new memory and do nothing with them, four tensors at once as a load does: what a load
// takes at least in Node, which maps no files. Seconds and peak memory as one JSON line. Usage: read-worker.ts model.safetensors

const peakBytes = () => process.resourceUsage().maxRSS * 1024;
const before = peakBytes();
const begin = performance.now();
const file = await openFile(process.argv[2]!);
const { tensors } = await openTensorFile(file);
const waiting = [...tensors.values()];
const values: unknown[] = [];
const readOn = async () => {
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) values.push((await entry.read()).values);
};
await Promise.all(Array.from({ length: 4 }, readOn));
await file.close();
const seconds = (performance.now() - begin) / 1000;
if (values.length !== tensors.size) throw new Error("read-worker: not all was read");
process.stdout.write(`${JSON.stringify({ seconds, before, peak: peakBytes() })}\n`);
