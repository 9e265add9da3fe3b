import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

/** What decides where a Chromium may be. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Where Playwright would have put the one it downloads. */
  readonly playwrightPath: string;
}

/** How to get one, for a reader of a test run that has none. */
export const chromiumAdvice =
  "install Chromium, Chrome or Edge, or run npx playwright-core install chromium, or set CHROMIUM_PATH";

/**
 * A Chromium of this machine: the one that CHROMIUM_PATH names, an installed one, or Playwright's.
 *
 * @returns its program, or undefined if there is none
 * @throws Error if CHROMIUM_PATH names no file
 */
export function findChromium(machine: Machine = thisMachine()): string | undefined {
  const named = machine.environment.CHROMIUM_PATH;
  if (named && !machine.exists(named))
    throw new Error(`findChromium: expected a program at CHROMIUM_PATH ${named}, found none; correct or unset it`);
  return named || [...candidates(machine), machine.playwrightPath].find((path) => path !== "" && machine.exists(path));
}

function thisMachine(): Machine {
  const { platform, env } = process;
  return { platform, environment: env, exists: existsSync, playwrightPath: chromium.executablePath() };
}

function candidates({ platform, environment }: Machine): string[] {
  if (platform === "win32") {
    const roots = [environment.PROGRAMFILES, environment["PROGRAMFILES(X86)"], environment.LOCALAPPDATA];
    const programs = [
      ["Google", "Chrome", "Application", "chrome.exe"],
      ["Chromium", "Application", "chrome.exe"],
      ["Microsoft", "Edge", "Application", "msedge.exe"],
    ];
    return roots.flatMap((root) => (root ? programs.map((parts) => join(root, ...parts)) : []));
  }
  if (platform === "darwin")
    return ["/Applications", join(environment.HOME ?? "", "Applications")].flatMap((folder) =>
      ["Google Chrome", "Chromium", "Microsoft Edge"].map((name) =>
        join(folder, `${name}.app`, "Contents", "MacOS", name),
      ),
    );
  const folders = [...(environment.PATH ?? "").split(delimiter), "/usr/bin", "/snap/bin"].filter(Boolean);
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
  return folders.flatMap((folder) => names.map((name) => join(folder, name)));
}
