import { join } from "node:path";
import { indexFolder } from "@vivit/datasets/node";
import { Command } from "commander";
import { ablateTable } from "../ablate/ablate-table.ts";
import { ablationNames } from "../ablate/ablation-table.ts";
import { ablationData, dataOf } from "../ablate/common-settings.ts";
import { findTable } from "../ablate/find-table.ts";
import { openRuntime, type RuntimeName } from "../run/runtime.ts";
import { makeMotions } from "./make.ts";
import { addRuntimeOptions, positiveInteger } from "./train.ts";

interface AblateOptions {
  readonly seeds: number;
  readonly page: string;
  readonly data: string;
  readonly runs: string;
  readonly runtime: RuntimeName;
  readonly threads?: number;
  readonly json?: boolean;
}

/** `vivit ablate TABLE…`: the paper's tables in the small, on motions. */
export function ablateCommand(): Command {
  const command = new Command("ablate")
    .description("run tables of the paper again in the small, several seeds each, and write a page of what came out")
    .argument("<tables...>", `${ablationNames.join(", ")}, or all`)
    .option("--seeds <n>", "runs of each row", positiveInteger("--seeds"), 3)
    .option("--page <file>", "where the page is written; its numbers lie beside it", join("docs", "ablations.md"))
    .option("--data <dir>", "where the clips are, or are made", join("data", "ablation-motions"))
    .option("--runs <dir>", "where runs are written", join("runs", "ablations"));
  return addRuntimeOptions(command).action(ablate);
}

async function ablate(names: string[], options: AblateOptions): Promise<void> {
  const tables = (names.includes("all") ? ablationNames : names).map(findTable);
  const runtime = await openRuntime(options.runtime, options.threads);
  for (const table of tables) {
    const data = dataOf(table);
    const folder = data === ablationData ? options.data : `${options.data}-${data.level}`;
    await makeMotions(folder, data);
    const index = indexFolder(folder);
    const { results, text } = await ablateTable({ ...options, table, index, runtime });
    process.stdout.write(options.json ? `${JSON.stringify(results)}\n` : `${text}\n`);
  }
  if (!options.json) process.stdout.write(`page ${options.page}\n`);
}
