import { gzipSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";

/** Notes tasks of the main thread that take long, from before the page's own code on. To be called before the page opens. */
export function watchLongTasks(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: "longtask", buffered: true });
  });
}

/** The long tasks since the last call, in milliseconds, longest first. */
export function takeLongTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const { longTasks } = globalThis as unknown as { longTasks: number[] };
    return longTasks.splice(0).sort((a, b) => b - a);
  });
}

/**
 * Click somewhere, leave the page alone for some seconds, and return its long tasks in milliseconds, longest first.
 *
 * Whatever Playwright looks up in a page runs on its main thread and would count: its own code alone takes 30 ms to be read.
 */
export async function longTasksAfterClick(target: Locator, seconds: number): Promise<number[]> {
  const page = target.page();
  const box = (await target.boundingBox())!;
  await takeLongTasks(page);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(1000 * seconds);
  return takeLongTasks(page);
}

/** What is no part of the page itself: models, clips, and the binaries and code of runtimes. */
const besides = /\.wasm$|\/models\/|\/clips\/|\/assets\/(ort\.|dist-|load-wasm)/;

/** Counts what a page downloads, compressed as a host would. */
export function watchDownloads(page: Page): () => Promise<{ page: number; besides: number }> {
  const sizes: Promise<[url: string, bytes: number]>[] = [];
  page.context().on("requestfinished", (request) => {
    if (request.serviceWorker()) return; // fetched again for later, from the browser's cache
    sizes.push(
      request
        .response()
        .then((response) => response?.body())
        .then(
          (body) => [request.url(), body ? gzipSync(body).length : 0] as [string, number],
          () => [request.url(), 0] as [string, number],
        ),
    );
  });
  return async () => {
    const all = await Promise.all(sizes);
    const sum = (isBeside: boolean) =>
      all.filter(([url]) => besides.test(url) === isBeside).reduce((total, [, bytes]) => total + bytes, 0);
    return { page: sum(false), besides: sum(true) };
  };
}
