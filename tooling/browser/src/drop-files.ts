import type { Locator } from "playwright-core";

/** Drag files or folders of the disk onto a place of the page, as the browser does it: a script may not make such a drag. */
export async function dropFiles(target: Locator, files: readonly string[]): Promise<void> {
  const page = target.page();
  await target.scrollIntoViewIfNeeded();
  const box = (await target.boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await session.send("Input.dispatchDragEvent", { type, ...place, data });
  await session.detach();
}
