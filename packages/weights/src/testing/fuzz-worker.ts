// A thread of `pnpm fuzz`: one format.
import { workerData } from "node:worker_threads";
import type { FuzzTask } from "./fuzz-task.ts";
import { listParsers } from "./parsers.ts";
import { tryMutations } from "./try-mutations.ts";

const { format, runs, progress, file } = workerData as FuzzTask;
/** Runs under one seed: fast-check keeps what it needs to shrink them. */
const batch = 10_000;
const [cells, room] = [new Int32Array(progress), new Uint8Array(file)];
const parser = (await listParsers())[format]!;
const begun = performance.now();
let refused = 0;
let most = 0;
for (let done = 0; done < runs; done += batch) {
  refused += await tryMutations(parser, Math.min(batch, runs - done), (Date.now() + done) | 0, (bytes) => {
    room.set(bytes.subarray(0, room.length));
    cells[1] = Math.min(bytes.length, room.length);
    cells[0]!++;
  });
  most = Math.max(most, process.memoryUsage().rss);
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
const memory = (most / 1e6).toFixed(0);
process.stdout.write(`${format}: ${runs} files, ${refused} refused, all by the rules, ${seconds} s, ${memory} MB\n`);
