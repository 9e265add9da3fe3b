import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { peersPython, programs } from "./python.ts";

// Loading ViViT-B/16x2 (356 MB of safetensors) in Node and in Python: load_file and load_state_dict of transformers, into parameters
// that the constructor has written and into new memory, as Node must. Every load is in a process of its own, in turns, once
// unmeasured; the file is in the system's cache. Run on a machine with nothing else to do.

interface Load {
  readonly seconds: number;
  /** Bytes of memory before the load, and the most there ever were. */
  readonly before: number;
  readonly peak: number;
}

const rounds = 5;
const python = peersPython();
const folder = mkdtempSync(join(tmpdir(), "vivit-load-"));

function run(command: string, words: readonly string[]): string {
  return execFileSync(command, [...words, join(folder, "model.safetensors")], { encoding: "utf8" });
}

function runProgram(name: string): string {
  const program = fileURLToPath(new URL(name, import.meta.url));
  return run(process.execPath, ["--import", import.meta.resolve("tsx"), "--conditions", "@vivit/source", program]);
}

function resultOf(said: string): Load {
  return JSON.parse(said.trim().split("\n").at(-1)!);
}

const loaders = {
  "Node, readCheckpointFile": () => resultOf(runProgram("load-worker.ts")),
  "Node, the values read and nothing else": () => resultOf(runProgram("read-worker.ts")),
  "Python, load_file and load_state_dict": () => resultOf(run(python, [join(programs, "load_vivit.py")])),
  "Python, the same into new memory": () => resultOf(run(python, [join(programs, "load_vivit.py"), "--new-memory"])),
};

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

try {
  runProgram("write-base-model.ts"); // in a process of its own: a child's peak memory is counted from its parent's
  const { size } = statSync(join(folder, "model.safetensors"));
  process.stdout.write(`${(size / 1e6).toFixed(1)} MB, median of ${rounds} loads\n`);
  const measured = Object.entries(loaders).map(([name, load]) => ({ name, load, loads: [] as Load[] }));
  for (let round = 0; round <= rounds; round++)
    for (const { load, loads } of measured) {
      const result = load();
      if (round > 0) loads.push(result);
    }
  for (const { name, loads } of measured) {
    const more = median(loads.map(({ before, peak }) => (peak - before) / size));
    const peak = median(loads.map((each) => each.peak / size));
    const seconds = median(loads.map((each) => each.seconds));
    process.stdout.write(
      `${name}: ${seconds.toFixed(3)} s; peak ${peak.toFixed(2)} times the file, ${more.toFixed(2)} of it by the load\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
