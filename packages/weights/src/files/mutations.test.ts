import { describe, expect, it } from "vitest";
import { listParsers } from "../testing/parsers.ts";
import { tryMutations } from "../testing/try-mutations.ts";

/** Safetensors has its own; `pnpm fuzz` tries a million of each. */
const runs: Readonly<Record<string, number>> = { pickle: 10_000, flax: 5000, tfjs: 3000, torch: 2000, npz: 2000 };
const parsers = await listParsers();

describe("any mutation of a file is read or refused with our error", () => {
  it.each(Object.keys(runs))("%s", async (name) => {
    const refused = await tryMutations(parsers[name]!, runs[name]!);
    expect(refused).toBeGreaterThan(runs[name]! / 4); // the mutations do reach the checks
  });
  it.each(Object.entries(parsers))("%s reads its file as it is", async (_, { original, read }) => {
    expect(await read(original)).toBeGreaterThanOrEqual(0);
  });
});
