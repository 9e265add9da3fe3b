import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BlobReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import type { DemoPage } from "../demo-page.ts";

/** Take the taught model to Node and back: download, `vivit predict`, choose the folder, classify a clip of it. */
export async function tourModels(
  demo: DemoPage,
  folder: string,
  say: (name: string, value: unknown) => void,
): Promise<void> {
  const { page } = demo;
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the model" }).click();
  const zip = await readFile(await (await download).path());
  await unpack(zip, folder);
  const model = join(folder, "model");
  const clip = join(folder, "zigzag", "test-0.mp4");
  say("vivit predict in Node", predict(model, clip).trim().split("\n").slice(0, 2).join(" "));
  await demo.show("Models");
  await page.getByLabel("Choose or drop the folder of a model").setInputFiles(model);
  await demo.settle();
  await page.getByRole("button", { name: "Load model" }).click();
  await demo.settle();
  await demo.show("Classify");
  await page.getByLabel("Choose or drop a video").setInputFiles(clip);
  await demo.settle();
  say(
    "the same in the page again",
    (await page.locator(".scores tbody tr").first().locator("th, .number").allTextContents()).join(" "),
  );
  await rm(join(model, "model.safetensors"));
  await demo.show("Models");
  await page.getByLabel("Choose or drop the folder of a model").setInputFiles(model);
  await demo.settle();
  await page.getByRole("button", { name: "Load model" }).click();
  say("a folder without weights", await demo.settle());
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

/** The trainer's command from source, as `vivit predict` runs it. */
function predict(model: string, clip: string): string {
  const main = fileURLToPath(new URL("../../../../apps/trainer/src/main.ts", import.meta.url));
  const words = ["--import", import.meta.resolve("tsx"), "--conditions", "@vivit/source", main];
  return execFileSync(process.execPath, [...words, "predict", "--model", model, clip], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
