import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { DemoPage, viewNames } from "../demo-page.ts";

/** Pictures of views: light, and one of each kind that is dark or narrow. */
export async function takePictures(
  demo: DemoPage,
  folder: string,
  views: readonly (typeof viewNames)[number][],
): Promise<void> {
  const { page } = demo;
  await mkdir(folder, { recursive: true });
  for (const view of views) {
    await demo.show(view);
    await demo.settle();
    await page.waitForTimeout(300); // an effect draws what was just computed
    const name = view.toLowerCase().replaceAll(" ", "-");
    const take = (end: string) => page.screenshot({ path: join(folder, `${name}${end}.png`), fullPage: true });
    await page.setViewportSize({ width: 1000, height: 700 });
    await take("");
    if (view !== "Look inside") continue;
    await page.emulateMedia({ colorScheme: "dark" });
    await take("-dark");
    await page.setViewportSize({ width: 390, height: 700 });
    await take("-narrow");
    await page.emulateMedia({ colorScheme: "light" });
  }
}
