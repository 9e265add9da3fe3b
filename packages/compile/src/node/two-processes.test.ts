import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("computes the same bits in two processes", { timeout: 120_000 }, async () => {
  const file = fileURLToPath(new URL("../testing/print-digest.ts", import.meta.url));
  const loader = ["--import", import.meta.resolve("tsx"), "--conditions", "@vivit/source"];
  const run = () => promisify(execFile)(process.execPath, [...loader, file], { timeout: 110_000 });
  const [first, second] = await Promise.all([run(), run()]);
  expect(first.stdout).toMatch(/^[0-9a-f]{64}\n$/);
  expect(second.stdout).toBe(first.stdout);
});
