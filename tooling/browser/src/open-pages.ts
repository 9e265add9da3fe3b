import { join, sep } from "node:path";
import type { Browser, Page } from "playwright-core";
import { servePages } from "./build-pages.ts";
import { openBrowser, openPage } from "./open-browser.ts";
import type { calls, Leak } from "./page/main.ts";

type Calls = typeof calls;

/** A browser with the page of the tests open. */
export interface Pages {
  /** Run one of the page's calls. */
  call<Name extends keyof Calls>(
    name: Name,
    ...words: Parameters<Calls[Name]>
  ): Promise<{ result: Awaited<ReturnType<Calls[Name]>>; leak: Leak }>;
  /** What that page has said on its console since the last time. */
  takeWords(): string[];
  /** Open another page, such as "demo/" or "tests/readme.html". */
  open(path: string, prepare?: (page: Page) => Promise<unknown>): Promise<{ page: Page; takeWords(): string[] }>;
  close(): Promise<void>;
}

/** Build and serve the pages, start the browser, and open the page of the tests. */
export async function openPages(executable: string, example: string, fixtures: string): Promise<Pages> {
  const served = await servePages(example);
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await served.close();
  };
  try {
    browser = await openBrowser(executable);
    const open: Pages["open"] = async (path, prepare) => {
      const watched = await openPage(browser!);
      await prepare?.(watched.page);
      await watched.page.goto(`${served.url}${path}`);
      return watched;
    };
    const tests = await open("tests/", (page) => serveFixtures(page, fixtures));
    const call = (name: string, ...words: unknown[]) =>
      tests.page.evaluate(([at, rest]) => (globalThis as never as Called).call(at, ...rest), [name, words] as const);
    return { call: call as never, takeWords: tests.takeWords, open, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Called {
  call(name: string, ...words: unknown[]): Promise<unknown>;
}

/** Answer for the stored cases from their folder, wherever that is. */
async function serveFixtures(page: Page, fixtures: string): Promise<void> {
  await page.route("**/fixtures/**", (route) => {
    const path = new URL(route.request().url()).pathname.split("/fixtures/")[1]!;
    return route.fulfill({ path: join(fixtures, path.replaceAll("/", sep)) });
  });
}
