import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkClips, createClipLoader, type DamagedClip, indexFolder, writeDamaged } from "@vivit/datasets/node";
import { randomKey } from "@vivit/nn";
import { startCommand } from "./run-command.ts";

// pnpm test:damaged : 1,000 clips with 50 damaged in ten ways; what `vivit check` says of them, and what a run gets of the rest.
const number = (word: string | undefined, otherwise: number) => (word ? Number(word) : otherwise);
const [clips, damaged] = [number(process.argv[2], 1000), number(process.argv[3], 50)];
const folder = mkdtempSync(join(tmpdir(), "vivit-damaged-"));
const val = Math.max(10, Math.round(clips / 10));
const list = await writeDamaged(folder, { train: clips - val, val, damaged });
const index = indexFolder(folder);
const hashes = () =>
  index.entries.map(({ path }) =>
    createHash("sha256")
      .update(readFileSync(join(folder, path)))
      .digest("hex"),
  );
const before = hashes();

const out = join(folder, "..", `${folder.split(/[\\/]/).at(-1)}-check`);
const { code, stdout, stderr } = await startCommand(["check", folder, "--out", out, "--json"]).result;
if (code !== 0) throw new Error(stderr);
const { damaged: found } = JSON.parse(stdout) as { damaged: Record<string, string[]> };
expectSame(
  "clips by reason",
  sorted(Object.entries(found).flatMap(([reason, names]) => names.map((name) => `${name}: ${reason}`))),
  told(list),
);
expectSame("bytes of every file", hashes(), before);

let slowest = 0;
for (const { path } of list) {
  const began = performance.now();
  await checkClips(index, { workers: 1, entries: [index.entries.findIndex((entry) => entry.path === path)] });
  slowest = Math.max(slowest, (performance.now() - began) / 1000);
}
if (slowest > 20) throw new Error(`expected no clip to take 20 seconds, one took ${slowest}`);

const loader = createClipLoader(index, { frames: 4, stride: 2, shortSide: 64, crop: 56, missingFrames: "skip" });
const given = new Set<number>();
for await (const { entries } of loader.trainingBatches({ epoch: 0, batchSize: 10, key: randomKey(0) }))
  for (const entry of entries) given.add(entry);
for await (const { entries } of loader.evaluationBatches({ split: "validation", batchSize: 10 }))
  for (const entry of entries) if (entry >= 0) given.add(entry);
await loader.dispose();
const bad = new Set(list.map(({ path }) => path));
const sound = index.entries.flatMap(({ path }) => (bad.has(path) ? [] : [path]));
expectSame("clips that a run gets", sorted([...given].map((entry) => index.entries[entry]!.path)), sorted(sound));
expectSame(
  "clips that a run leaves out",
  sorted(loader.problems.map(({ path, reason }) => `${path}: ${reason}`)),
  told(list),
);
process.stdout.write(
  `${clips} clips: ${list.length} damaged ones found, each by its reason, at most ${slowest.toFixed(1)} s each with the start of a process; ${given.size} sound ones given by a loader, no file changed; report ${join(out, "report.html")}\n`,
);

function told(damages: readonly DamagedClip[]): string[] {
  return sorted(damages.map(({ path, reason }) => `${path}: ${reason}`));
}

function sorted(names: readonly string[]): string[] {
  return [...names].sort();
}

function expectSame(what: string, got: readonly string[], wanted: readonly string[]): void {
  const wrong = [...got.filter((one) => !wanted.includes(one)), ...wanted.filter((one) => !got.includes(one))];
  if (wrong.length > 0 || got.length !== wanted.length)
    throw new Error(
      `${what}: expected ${wanted.length}, got ${got.length}; not in both: ${wrong.slice(0, 10).join(", ")}`,
    );
}
