import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { DemoPage, viewNames } from "../demo-page.ts";

type ViewName = (typeof viewNames)[number];

/** Looks of the page, by the end of a picture's name. */
const looks = {
  "": { colorScheme: "light", width: 1000 },
  "-dark": { colorScheme: "dark", width: 1000 },
  "-narrow": { colorScheme: "light", width: 390 },
} as const;

/** The looks that are kept of a view; of others the first. */
const kept: Readonly<Partial<Record<ViewName, readonly (keyof typeof looks)[]>>> = {
  Classify: ["", "-dark"],
  "Look inside": ["", "-dark", "-narrow"],
  Teach: ["", "-narrow"],
};

/** Pictures of views. */
export async function takePictures(demo: DemoPage, folder: string, views: readonly ViewName[]): Promise<void> {
  const { page } = demo;
  await mkdir(folder, { recursive: true });
  for (const view of views) {
    await demo.show(view);
    await demo.settle();
    await page.waitForTimeout(300); // an effect draws what was just computed
    for (const look of kept[view] ?? [""]) {
      const { colorScheme, width } = looks[look];
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 700 });
      const name = `${view.toLowerCase().replaceAll(" ", "-")}${look}.png`;
      await page.screenshot({ path: join(folder, name), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}
