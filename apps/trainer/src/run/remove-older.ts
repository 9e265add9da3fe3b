import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { checkpointFolder, listCheckpoints, type NamedCheckpoint } from "./checkpoint-names.ts";
import { readManifest, type Score } from "./manifest.ts";

/** Remove all checkpoints but the newest few and the best, and what killed saves left. */
export async function removeOlder(run: string, keep: number, metric: keyof Score): Promise<void> {
  const checkpoints = await listCheckpoints(run);
  const kept = new Set(checkpoints.slice(-keep).map(({ path }) => path));
  const best = await findBest(run, metric);
  if (best) kept.add(best.path);
  for (const { path } of checkpoints) if (!kept.has(path)) await rename(path, `${path}.partial`); // half removed, it must not count
  const folder = join(run, checkpointFolder);
  for (const name of await readdir(folder))
    if (name.endsWith(".partial")) await rm(join(folder, name), { recursive: true, force: true });
}

/** The checkpoint with the best evaluation, the first of equals; undefined if none was evaluated. */
export async function findBest(run: string, metric: keyof Score): Promise<NamedCheckpoint | undefined> {
  let best: { checkpoint: NamedCheckpoint; score: number } | undefined;
  for (const checkpoint of await listCheckpoints(run)) {
    const score = (await readManifest(checkpoint.path).catch(() => undefined))?.score;
    if (!score) continue;
    const value = metric === "loss" ? -score.loss : score.top1;
    if (!best || value > best.score) best = { checkpoint, score: value };
  }
  return best?.checkpoint;
}
