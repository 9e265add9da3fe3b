import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { arch, cpus, platform } from "node:os";
import { join } from "node:path";
import { env, type InferenceSession } from "onnxruntime-node";
import { type CompileOptions, createSession } from "./session.ts";

/** Larger models are not kept: the runtime cannot write more than 2 GB into one file. */
const mostBytes = 2 ** 30;

/**
 * Load a model as it was optimized before, or optimize it and keep the result in a folder.
 *
 * A file belongs to one graph, one version of the runtime, one kind of processor: its name is a hash of them all. One that cannot
 * be read is made anew.
 */
export async function openCachedSession(
  model: Uint8Array,
  options: CompileOptions<string, string>,
  directory: string,
): Promise<InferenceSession> {
  if (model.length > mostBytes) return createSession(model, options);
  const file = join(directory, `${keyOf(model, options)}.onnx`);
  if (existsSync(file))
    try {
      return await createSession(file, options, { graphOptimizationLevel: "disabled" });
    } catch {
      await rm(file, { force: true });
    }
  return optimizeInto(file, directory, model, options);
}

function keyOf(model: Uint8Array, { executionProviders }: CompileOptions<string, string>): string {
  const place = [env.versions, executionProviders, platform(), arch(), cpus()[0]?.model];
  return createHash("sha256").update(JSON.stringify(place)).update(model).digest("hex");
}

/** Under another name until it is whole, so that no other process reads half a file. */
async function optimizeInto(
  file: string,
  directory: string,
  model: Uint8Array,
  options: CompileOptions<string, string>,
): Promise<InferenceSession> {
  await mkdir(directory, { recursive: true });
  const unfinished = join(directory, `${randomUUID()}.tmp`);
  try {
    const session = await createSession(model, options, { optimizedModelFilePath: unfinished });
    await rename(unfinished, file).catch(() => undefined); // another process has just finished the same
    return session;
  } finally {
    await rm(unfinished, { force: true });
  }
}
