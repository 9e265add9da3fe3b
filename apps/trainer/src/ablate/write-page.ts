import { access, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeFileAtomically } from "@vivit/weights/node";
import { type AblationResults, readResults, runsOf } from "./ablation-results.ts";
import { type AblationName, type AblationTable, ablationNames } from "./ablation-table.ts";
import { ablationData, ablationRecipe, commonSettings } from "./common-settings.ts";
import { describeTable } from "./describe-table.ts";
import { ablationTables } from "./find-table.ts";

/** Where the results of a table lie: in a folder beside the page, of the page's name. */
export function resultsPath(page: string, name: AblationName): string {
  return join(page.replace(/\.md$/, ""), `${name}.json`);
}

/** Write the page of all tables from the results that lie beside it; tables without results are named with their command. */
export async function writePage(page: string): Promise<void> {
  const sections: string[] = [];
  for (const name of ablationNames) {
    const table = ablationTables[name];
    const path = resultsPath(page, name);
    const known = await access(path).then(
      () => true,
      () => false,
    );
    sections.push(section(table, known ? await readResults(path, table) : { table: name, runs: [] }));
  }
  const text = `${[introduction(), ...sections].join("\n\n")}\n`;
  await mkdir(dirname(page), { recursive: true });
  await writeFileAtomically(page, [new TextEncoder().encode(text)]);
}

function introduction(): string {
  const { train, val, size } = ablationData;
  return `# The paper's ablations, in the small

Written by \`vivit ablate TABLE\`; the numbers of every run lie in [ablations](ablations). Data: \`motions\`, ${train} clips for training (each table says how many it takes) and ${val} for validation, ${size} × ${size} pixels, ten classes that no single frame tells apart, chance 10 %. Every row is the recipe \`${ablationRecipe}\` with ${settings(commonSettings)}, and what its table says. Accuracy is on the validation clips: the mean over seeds ± the sample standard deviation; a difference counts as outside the seeds' spread if the lowest of one row is above the highest of the other. These models are a thousand times smaller than the paper's and their task is another: what can be compared is the order of the rows, not the height.`;
}

function section(table: AblationTable, results: AblationResults): string {
  const isRun = table.rows.some((row) => runsOf(table, row, results).length > 0);
  const { title, about, clipsPerClass, name } = table;
  const how = `${about} Trained on ${clipsPerClass} clips of each class${table.settings.length > 0 ? `, with ${settings(table.settings)}` : ""}.`;
  const body = isRun
    ? `${describeTable(table, results)}\n\n${rows(table)}${results.machine ? ` Times: medians of 15 calls of 16 clips, the rows in turn, ${results.machine}.` : ""}`
    : "Not run yet.";
  return `## ${title}\n\n${how}\n\n${body}\n\n\`vivit ablate ${name}\``;
}

function rows({ rows }: AblationTable): string {
  const told = rows.filter(({ settings }) => settings.length > 0);
  return `Rows: ${told.map((row) => `${row.title}: ${settings(row.settings)}`).join("; ")}.`;
}

/** Of a setting that is made twice, the last counts. */
function settings(list: readonly (readonly [path: string, value: string])[]): string {
  return [...new Map(list)].map(([path, value]) => `\`${path}=${value}\``).join(", ");
}
