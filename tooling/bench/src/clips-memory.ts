import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClipLoader, DecodePool, indexFolder, writeMotions } from "@vivit/datasets/node";
import { randomKey } from "@vivit/nn";

/** Training clips of each file, over and over: files are few, so nothing grows but what is lost. */
const files = { train: 40, val: 10 };

/**
 * Print the resident memory of a loader and its two processes while training clips pass through it, of small H.264 files,
 * augmented in every way, with a disk cache of nothing and a memory cache of nothing, so that each is decoded.
 */
export async function benchClipsMemory(clips: number, show: (line: string) => void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "vivit-bench-"));
  const pool = new DecodePool({ workers: 2 });
  try {
    await writeMotions(directory, { ...files, size: 128 });
    const augmentation = { scaleJitter: 1, colorJitter: 0.8, colorDrop: 0.1, randomErasing: 0.25 };
    const shape = { frames: 16, stride: 1, shortSide: 128, crop: 112 };
    const loader = createClipLoader(indexFolder(directory), { ...shape, cacheBytes: 0, augmentation, pool });
    const marks = [0.1, 0.25, 0.5, 0.75, 1].map((share) => Math.round(clips * share));
    let [epoch, seen] = [0, 0];
    const memory: number[] = [];
    while (seen < clips)
      for await (const batch of loader.trainingBatches({ epoch: epoch++, batchSize: 8, key: randomKey(0) })) {
        seen += batch.entries.length;
        loader.reuse(batch);
        if (seen < (marks[memory.length] ?? Number.POSITIVE_INFINITY)) continue;
        globalThis.gc?.();
        memory.push([process.pid, ...pool.processIds].reduce((sum, id) => sum + residentBytes(id), 0));
        show(
          `${seen} clips: ${(memory.at(-1)! / 1e6).toFixed(0)} MB resident, in ${1 + pool.processIds.length} processes`,
        );
      }
    await loader.dispose();
    show(`resident memory after ${seen} clips / after ${marks[0]}: ${(memory.at(-1)! / memory[0]!).toFixed(4)}`);
  } finally {
    await pool.dispose();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Of another process only where the system tells it in a file, on Linux. */
function residentBytes(id: number): number {
  if (id === process.pid) return process.memoryUsage().rss;
  const status = readFileSync(`/proc/${id}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
