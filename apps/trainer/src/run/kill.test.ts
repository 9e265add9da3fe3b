import { expect, it } from "vitest";
import { killRuns } from "../testing/kill-runs.ts";

// pnpm test:kill does so 200 times
it.skipIf(process.platform === "win32")(
  "a run that is killed without warning goes on to the same bits",
  async () => {
    const { kills, finished } = await killRuns({ kills: 4, epochs: 1, seed: 3 });
    expect(kills).toBe(4);
    expect(finished).toBeGreaterThan(0);
  },
  120_000,
);
