import type { RuntimeName } from "@vivit/demo/runtimes";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openPage } from "./open-browser.ts";

/** The clips that come with the demo: the button, and the class that each shows. */
export const bundledClips = [
  ["There and back", "there-and-back"],
  ["Growing", "growing"],
  ["To the right", "right"],
] as const;

/** The views of the demo. */
export const viewNames = ["Classify", "Look inside", "Teach", "Four models", "Runtimes", "Models"] as const;

/** The demo in a page. */
export interface DemoPage {
  readonly page: Page;
  /** What the page has said on its console since the last call; a policy violation says so there. */
  takeWords(): string[];
  show(view: (typeof viewNames)[number]): Promise<void>;
  /** Classify a bundled clip; returns the classes shown, the likeliest first. */
  classify(button: string): Promise<string[]>;
  /** Wait until nothing is being done; returns what went wrong, if anything. */
  settle(): Promise<string | undefined>;
  /** Run models on a runtime from now on; returns what went wrong, if anything. */
  chooseRuntime(name: RuntimeName): Promise<string | undefined>;
}

/** How long anything may take, in milliseconds; the machine may be busy. */
const patience = 180_000;

/** Open the demo and wait for its model. */
export async function openDemo(
  browser: Browser | BrowserContext,
  url: string,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<DemoPage> {
  const { page, takeWords } = await openPage(browser);
  page.setDefaultTimeout(patience);
  await prepare?.(page);
  await page.goto(url);
  const settle = async () => {
    await page.waitForFunction(() => document.querySelector(".status")?.getAttribute("data-busy") === "false");
    const alert = page.locator("main > [role=alert]");
    return (await alert.count()) > 0 ? ((await alert.textContent()) ?? "") : undefined;
  };
  await settle();
  const show: DemoPage["show"] = (view) => page.getByRole("tab", { name: view, exact: true }).click();
  return {
    page,
    takeWords,
    settle,
    show,
    async chooseRuntime(name) {
      await show("Runtimes");
      await page.getByRole("combobox", { name: "Runtime" }).selectOption(name);
      return settle();
    },
    async classify(button) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await settle();
      await page.getByRole("table", { name: `${button}:` }).waitFor();
      return page.locator(".scores tbody th").allTextContents();
    },
  };
}
