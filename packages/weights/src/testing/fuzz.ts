// pnpm fuzz [RUNS] [FORMAT...]: damaged files for every reader of weights, a million each unless told otherwise; for the night.
// One format after another, each in a thread with 256 MB for objects. A file that is read for a minute ends the run and is kept.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type FuzzTask, longestFile, progressCells } from "./fuzz-task.ts";
import { listParsers } from "./parsers.ts";

const words = process.argv.slice(2).filter((word) => word !== "--");
const known = Object.keys(await listParsers());
const [given, ...chosen] = known.includes(words[0] ?? "") ? [undefined, ...words] : words;
const runs = Number(given ?? 1_000_000);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`fuzz: expected a number of runs, got ${given}`);
const unknown = chosen.filter((name) => name === undefined || !known.includes(name));
if (unknown.length > 0) throw new Error(`fuzz: expected formats among ${known.join(", ")}, got ${unknown.join(", ")}`);

/** Seconds after which a file that is still being read counts as one that is read for ever. */
const longestSeconds = 60;

/** One format to its end; the file that holds it up is an error. */
function fuzz(format: string): Promise<void> {
  const progress = new SharedArrayBuffer(progressCells * 4);
  const file = new SharedArrayBuffer(longestFile);
  const workerData: FuzzTask = { format, runs, progress, file };
  const script = JSON.stringify(new URL("./fuzz-worker.ts", import.meta.url).href);
  const begin = `import("tsx/esm/api").then(({ register }) => { register(); return import(${script}); });`;
  const worker = new Worker(begin, {
    eval: true,
    workerData,
    execArgv: ["--conditions", "@vivit/source"],
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  return new Promise((resolve, reject) => {
    let seen = -1;
    let unchanged = 0;
    const watch = setInterval(() => {
      const [read = 0, length = 0] = new Int32Array(progress);
      unchanged = read === seen ? unchanged + 1 : 0;
      seen = read;
      if (read === 0 || unchanged < longestSeconds) return;
      const path = join(mkdtempSync(join(tmpdir(), "vivit-fuzz-")), format);
      writeFileSync(path, new Uint8Array(file).slice(0, length));
      void worker.terminate();
      reject(
        new Error(`fuzz: ${format}: expected every file to be read in a second, got one still being read: ${path}`),
      );
    }, 1000);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      clearInterval(watch);
      if (code === 0) resolve();
      else reject(new Error(`fuzz: ${format}: the thread ended with ${code}: a read never ended`));
    });
  });
}

for (const format of chosen.length > 0 ? (chosen as string[]) : known) await fuzz(format);
