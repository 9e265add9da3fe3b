import { expect, it } from "vitest";
import { killRuns } from "../testing/kill-runs.ts";

// A minute on a machine of its own, many on a busy one: VIVIT_KILL=1 asks for it; pnpm test:kill does so 200 times.
it.runIf(process.env.VIVIT_KILL === "1" && process.platform !== "win32")(
  "a run that is killed without warning goes on to the same bits",
  async () => {
    const { kills, finished } = await killRuns({ kills: 3, epochs: 1, seed: 3 });
    expect(kills).toBe(3);
    expect(finished).toBeGreaterThan(0);
  },
  600_000,
);
