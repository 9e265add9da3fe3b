import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What a script beside this file prints, run in a process of its own. */
async function print(name: string, ...flags: string[]): Promise<string> {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const words = [...flags, "--conditions", "@vivit/source", "--import", "tsx", script];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });
  return stdout.trim();
}

it("two processes that train the same give the same bits", { timeout: 120_000 }, async () => {
  const [first, second] = [await print("print-training.ts"), await print("print-training.ts")];
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).toBe(first);
});

it("10,000 calls of a small program leave resident memory within 2 %", { timeout: 120_000 }, async () => {
  const { before, after } = JSON.parse(await print("print-memory.ts", "--expose-gc")) as Record<string, number>;
  expect(after! / before!).toBeLessThan(1.02);
});
