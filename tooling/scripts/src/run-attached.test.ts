import { describe, expect, it } from "vitest";
import { exitCode, runAttached } from "./run-attached.mjs";

describe("runAttached", () => {
  it("gives the exit code of the command", async () => {
    expect(await runAttached(process.execPath, ["-e", "process.exit(130)"])).toBe(130);
  });
  it("refuses a command that is not there", async () => {
    await expect(runAttached("no-such-command", [])).rejects.toThrow("spawn no-such-command ENOENT");
  });
  it("gives the code of a signal as a shell does", () => {
    expect(exitCode(null, "SIGINT")).toBe(130);
    expect(exitCode(0, null)).toBe(0);
  });
});
