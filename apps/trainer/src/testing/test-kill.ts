import { fileURLToPath } from "node:url";
import { killRuns } from "./kill-runs.ts";

// pnpm build && pnpm test:kill -- 200 : kills training so often and says how each of the runs ended.
const kills = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 200);
const began = performance.now();
const { deaths, finished } = await killRuns({
  kills,
  epochs: 6,
  seed: 0,
  built: fileURLToPath(new URL("../../dist/main.js", import.meta.url)),
  onKill: (count, death, step) => process.stderr.write(`${count}/${kills}: died ${death}, step ${step} is saved\n`),
});
for (const [death, count] of [...deaths].sort()) process.stdout.write(`${String(count).padStart(4)} ${death}\n`);
process.stdout.write(
  `${kills} kills, ${finished} runs, all with the bits of the one that was not killed; no newest checkpoint was unreadable; ${Math.round((performance.now() - began) / 1000)} s\n`,
);
