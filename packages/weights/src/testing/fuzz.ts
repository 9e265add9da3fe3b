// pnpm fuzz [RUNS]: damaged files for every reader of weights, a million each unless told otherwise; for the night.
import { listParsers } from "./parsers.ts";
import { tryMutations } from "./try-mutations.ts";

const runs = Number(process.argv.filter((word) => word !== "--")[2] ?? 1_000_000);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`fuzz: expected a number of runs, got ${process.argv[2]}`);
/** Runs under one seed: fast-check keeps what it needs to shrink them. */
const batch = 10_000;

for (const [name, parser] of Object.entries(await listParsers())) {
  const begun = performance.now();
  let refused = 0;
  for (let done = 0; done < runs; done += batch)
    refused += await tryMutations(parser, Math.min(batch, runs - done), (Date.now() + done) | 0);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const memory = (process.memoryUsage().rss / 1e6).toFixed(0);
  process.stdout.write(`${name}: ${runs} files, ${refused} refused, all by the rules, ${seconds} s, ${memory} MB\n`);
}
