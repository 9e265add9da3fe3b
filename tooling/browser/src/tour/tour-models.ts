import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { DemoPage } from "../demo-page.ts";
import { downloadModel, predictInNode } from "../predict-in-node.ts";

/** Take the taught model to Node and back: download, `vivit predict`, choose the folder, classify a clip of it. */
export async function tourModels(
  demo: DemoPage,
  folder: string,
  say: (name: string, value: unknown) => void,
): Promise<void> {
  const { page } = demo;
  const model = await downloadModel(page, folder);
  const clip = join(folder, "zigzag", "test-0.mp4");
  say("vivit predict in Node", predictInNode(model, clip).trim().split("\n").slice(0, 2).join(" "));
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
