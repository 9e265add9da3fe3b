import { describe, expect, it } from "vitest";
import { listParsers } from "../testing/parsers.ts";
import { tryMutations } from "../testing/try-mutations.ts";

/** Damaged files of each format. Archives take a millisecond each, so all of them are tried in `.ci/run` only; `pnpm fuzz` tries a million. */
const all = 20_000;
const archives = process.env.VIVIT_MUTATIONS ? Number(process.env.VIVIT_MUTATIONS) : 2000;
const parsers = await listParsers();

describe("any mutation of a file is read or refused with our error", { timeout: 300_000 }, () => {
  it.each(Object.entries(parsers))("%s", async (name, parser) => {
    const runs = ["torch", "npz"].includes(name) ? archives : all;
    const refused = await tryMutations(parser, runs);
    expect(refused).toBeGreaterThan(runs / 4); // the mutations do reach the checks
  });
  it.each(Object.entries(parsers))("%s reads its file as it is", async (_, { original, read }) => {
    expect(await read(original)).toBeGreaterThanOrEqual(0);
  });
});
