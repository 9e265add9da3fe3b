import { describe, expect, it, vi } from "vitest";
import { runStage } from "./run-stage.mjs";

/** What a stage prints, and its result. */
async function run(program: string) {
  const said: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
  const result = await runStage("build", process.execPath, ["-e", program]);
  return { ...result, said };
}

describe("runStage", () => {
  it("prints one line with the seconds where all goes well", async () => {
    const { code, output, said } = await run("console.log('much'); console.error('more')");
    expect({ code, output }).toEqual({ code: 0, output: "much\nmore\n" });
    expect(said).toEqual([expect.stringMatching(/^build: \d+\.\d s$/)]);
  });
  it("prints everything where it fails", async () => {
    const { code, said } = await run("console.log('much'); process.exitCode = 3");
    expect(code).toBe(3);
    expect(said).toEqual([expect.stringMatching(/^much\nbuild: failed after \d+\.\d s \(exit code 3\)$/)]);
  });
  it("counts as interrupted by Ctrl-C even where the command ends well", async () => {
    setTimeout(() => process.emit("SIGINT"), 50);
    expect((await run("setTimeout(() => {}, 500)")).code).toBe(130);
  });
});
