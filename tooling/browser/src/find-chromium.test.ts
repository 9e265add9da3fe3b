import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findChromium, type Machine } from "./find-chromium.ts";

const playwrightPath = join("playwright", "chrome");
function machine(platform: NodeJS.Platform, environment: Machine["environment"], files: readonly string[]): Machine {
  return { platform, environment, exists: (path) => files.includes(path), playwrightPath };
}

describe("findChromium", () => {
  const chrome = join("Programs", "Google", "Chrome", "Application", "chrome.exe");
  const mac = join("/Applications", "Chromium.app", "Contents", "MacOS", "Chromium");
  const linux = join("/usr/bin", "chromium");
  it.each([
    ["that CHROMIUM_PATH names, before an installed one", "linux", { CHROMIUM_PATH: "mine" }, ["mine", linux], "mine"],
    ["on Linux", "linux", {}, [linux], linux],
    ["on the PATH", "linux", { PATH: "tools" }, [join("tools", "google-chrome")], join("tools", "google-chrome")],
    ["on macOS", "darwin", {}, [mac], mac],
    ["on Windows", "win32", { PROGRAMFILES: "Programs" }, [chrome], chrome],
    ["of Playwright", "linux", {}, [playwrightPath], playwrightPath],
    ["nowhere", "linux", {}, [], undefined],
  ] as const)("finds one %s", (_, platform, environment, files, expected) => {
    expect(findChromium(machine(platform, environment, files))).toBe(expected);
  });
  it("refuses a CHROMIUM_PATH that names no file", () => {
    expect(() => findChromium(machine("linux", { CHROMIUM_PATH: "gone" }, [linux]))).toThrow(
      "findChromium: expected a program at CHROMIUM_PATH gone, found none; correct or unset it",
    );
  });
});
