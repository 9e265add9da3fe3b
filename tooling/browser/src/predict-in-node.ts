import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BlobReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import type { Page } from "playwright-core";

/** Download the model at hand, as a person does, and unpack it into a folder; returns the model's directory. */
export async function downloadModel(page: Page, folder: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the model" }).click();
  await unpack(await readFile(await (await download).path()), folder);
  return join(folder, "model");
}

/** What `vivit predict`, run from source, says of a clip. */
export function predictInNode(model: string, clip: string): string {
  const main = fileURLToPath(new URL("../../../apps/trainer/src/main.ts", import.meta.url));
  const words = ["--import", import.meta.resolve("tsx"), "--conditions", "@vivit/source", main];
  return execFileSync(process.execPath, [...words, "predict", "--model", model, clip], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function unpack(zip: Uint8Array, folder: string): Promise<void> {
  const reader = new ZipReader(new BlobReader(new Blob([Uint8Array.from(zip)])));
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const path = join(folder, ...entry.filename.split("/"));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await entry.getData(new Uint8ArrayWriter()));
  }
}
