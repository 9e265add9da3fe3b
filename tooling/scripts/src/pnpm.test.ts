import { describe, expect, it } from "vitest";
import { npxCommand } from "./pnpm.mjs";

describe("npxCommand", () => {
  it("uses the npm that has started us, by Node", () => {
    expect(npxCommand("/usr/lib/npm/bin/npm-cli.js")).toEqual({
      command: process.execPath,
      words: ["/usr/lib/npm/bin/npm-cli.js", "exec"],
      shell: false,
    });
  });
  it("looks on the PATH where something else has, in a shell on Windows", () => {
    const windows = process.platform === "win32";
    for (const entry of [undefined, "/usr/bin/pnpm"])
      expect(npxCommand(entry)).toEqual({ command: windows ? "npx.cmd" : "npx", words: [], shell: windows });
  });
});
