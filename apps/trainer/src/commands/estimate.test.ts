import { countFlops, countParameters, estimateMemory, preset } from "@vivit/models";
import { describe, expect, it } from "vitest";
import { runCommand } from "../testing/run-command.ts";

const small = ["estimate", "vivit-ti-16x2-fe", "--frames", "4", "--resolution", "32", "--classes", "5", "--batch", "2"];
const config = preset("vivit-ti-16x2-fe", { frames: 4, height: 32, width: 32, classes: 5 });

describe("vivit estimate", () => {
  it("prints counts, memory and measured seconds as JSON", async () => {
    const { code, stdout, stderr } = await runCommand([...small, "--threads", "1", "--json"]);
    expect(code, stderr).toBe(0);
    const { parts, total, memory, time, tokens } = JSON.parse(stdout);
    const { multiplyAdds, elementwise } = countFlops(config);
    expect(total).toEqual({ parameters: countParameters(config), multiplyAdds, elementwise });
    for (const name of ["parameters", "multiplyAdds", "elementwise"] as const)
      expect(parts.reduce((sum: number, part: typeof total) => sum + part[name], 0)).toBe(total[name]);
    expect(tokens).toEqual({ time: 2, rows: 2, columns: 2 });
    expect(memory).toMatchObject({
      forward: estimateMemory(config, 2),
      training: estimateMemory(config, 2, { training: true }),
    });
    const scale = (2 * multiplyAdds) / time.basis.multiplyAdds;
    expect(time.forward).toBeCloseTo(scale * time.basis.forward, 6);
    expect(time.trainingStep).toBeCloseTo(scale * time.basis.trainingStep, 6);
    expect(time.trainingStep).toBeGreaterThan(time.forward);
  });
  it("prints plain tables where there is no terminal, and times nothing if not wanted", async () => {
    const { stdout } = await runCommand([...small, "--no-time"]);
    expect(stdout.split("\n").slice(0, 5)).toEqual([
      "vivit-ti-16x2-fe: Model 2: factorized encoder",
      "clips of 4 × 32 × 32 in tubelets of 2 × 16 × 16: 8 tokens (2 × 2 × 2), 5 classes",
      "",
      "one clip, forward                parameters  multiply-adds  element-wise",
      "------------------------------------------------------------------------",
    ]);
    expect(stdout).toContain("\nmemory, 2 clips                      forward  training step\n");
    expect(stdout).not.toContain("time, ");
  });
  it("leaves out the forward pass with --training, and counts AdamW's state and checkpointing", async () => {
    const { stdout } = await runCommand([
      ...small,
      ...["--no-time", "--training", "--optimizer", "adamw", "--checkpointing", "--json"],
    ]);
    const { memory } = JSON.parse(stdout);
    expect(memory.forward).toBeUndefined();
    expect(memory.training).toEqual(
      estimateMemory(config, 2, { training: true, optimizer: "adamw", checkpointing: true }),
    );
  });
  it.each([
    [
      ["vivit-b-16x3"],
      2,
      "vivit: preset: expected a name such as vivit-b-16x2 or vivit-l-16x2-fe, got vivit-b-16x3; the nearest is",
    ],
    [[], 2, "vivit --help lists the commands and options"],
    [["vivit-b-16x2", "--frames", "0"], 2, "vivit: --frames: expected a whole number of 1 or more, got 0"],
    [
      ["vivit-b-16x2", "--frames", "31"],
      1,
      "vivit: checkModelConfig: clip frames 31 is not a multiple of tubelet frames 2; sample 32",
    ],
  ])("refuses %j in one line", async (words, code, message) => {
    const result = await runCommand(["estimate", ...words]);
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr.trim().split("\n").at(-1)).toContain(message);
  });
});
