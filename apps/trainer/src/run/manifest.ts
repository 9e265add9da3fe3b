import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { writeJson } from "./write-json.ts";

/** The files of a checkpoint. */
export const checkpointFiles = {
  tensors: "state.safetensors",
  state: "trainer_state.json",
  manifest: "manifest.json",
} as const;

const scoreSchema = z.object({ top1: z.number(), loss: z.number() });

/** An evaluation on the validation clips. */
export type Score = z.infer<typeof scoreSchema>;

const manifestSchema = z.object({
  version: z.literal(1),
  step: z.int().min(0),
  score: scoreSchema.optional(),
  files: z.record(z.string(), z.object({ bytes: z.int().min(0), sha256: z.string() })),
});

/** What a checkpoint holds, so that one can tell whether it still does. */
export type Manifest = z.infer<typeof manifestSchema>;

const listed = [checkpointFiles.tensors, checkpointFiles.state];

/** Write the list of a checkpoint's files, last of all: a checkpoint without it was never finished. */
export async function writeManifest(checkpoint: string, step: number, score?: Score): Promise<void> {
  const facts = await Promise.all(listed.map(async (name) => [name, await factsOf(join(checkpoint, name))] as const));
  const manifest: Manifest = { version: 1, step, ...(score ? { score } : {}), files: Object.fromEntries(facts) };
  await writeJson(join(checkpoint, checkpointFiles.manifest), manifest);
}

/** @throws Error if there is no readable manifest */
export async function readManifest(checkpoint: string): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(join(checkpoint, checkpointFiles.manifest), "utf8")));
}

/**
 * Say what is wrong with a checkpoint.
 *
 * @returns undefined if every file is there with the bytes that were written
 */
export async function findDamage(checkpoint: string): Promise<string | undefined> {
  const manifest = await readManifest(checkpoint).catch(() => undefined);
  if (!manifest) return `no readable ${checkpointFiles.manifest}`;
  for (const name of listed) {
    const wanted = manifest.files[name];
    const got = await factsOf(join(checkpoint, name)).catch((error: Error) => error.message);
    if (typeof got === "string") return got;
    if (got.bytes !== wanted?.bytes) return `${name}: expected ${wanted?.bytes} bytes, got ${got.bytes}`;
    if (got.sha256 !== wanted.sha256) return `${name}: expected SHA-256 ${wanted.sha256}, got ${got.sha256}`;
  }
  return undefined;
}

async function factsOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece as Uint8Array);
  return { bytes: (await stat(path)).size, sha256: hash.digest("hex") };
}
