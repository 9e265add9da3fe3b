import { dataTable } from "../report/data-table.ts";
import { html, type Markup } from "../report/html.ts";
import type { CheckPage } from "./check-page.ts";
import { counted } from "./describe-check.ts";

/** What is wrong with the data: damaged, repeated and missing clips. */
export function problemSection(page: CheckPage): Markup {
  const { damaged, duplicates, missing } = page;
  if (Object.keys(damaged).length + duplicates.length + missing.length === 0) return [];
  return html`<section id="problems">
    <h2>What is wrong</h2>
    ${damagedTables(page)} ${duplicateTable(page)} ${missingTable(page)}
  </section>`;
}

function damagedTables({ damaged, clips }: CheckPage): Markup {
  const reasons = Object.entries(damaged).sort(([, a], [, b]) => b.length - a.length);
  const messages = clips.flatMap(({ name, problem }) => (problem ? [{ name, ...problem }] : []));
  if (messages.length === 0) return [];
  const table = dataTable(
    "Damaged clips by reason",
    [
      { label: "Reason", cell: ([reason]: [string, readonly string[]]) => reason },
      { label: "Clips", cell: ([, names]) => names.length, numeric: true },
      { label: "Such as", cell: ([, names]) => paths(names.slice(0, 3)) },
    ],
    reasons,
  );
  return html`${table}
    <details><summary>Every damaged clip, with what was found</summary>
      ${dataTable(
        "Damaged clips",
        [
          { label: "Clip", cell: ({ name }: (typeof messages)[number]) => paths([name]) },
          { label: "Reason", cell: ({ reason }) => reason },
          { label: "Found", cell: ({ message }) => message },
        ],
        messages,
      )}</details>`;
}

function duplicateTable({ duplicates }: CheckPage): Markup {
  if (duplicates.length === 0) return [];
  const mark = (splits: readonly string[]) =>
    html`<span class=${splits.length > 1 ? "warning" : ""}>${splits.join(", ")}</span>`;
  return dataTable(
    "The same bytes more than once",
    [
      { label: "Clips", cell: ({ names }: (typeof duplicates)[number]) => paths(names) },
      { label: "Splits", cell: ({ splits }) => mark(splits) },
    ],
    duplicates.slice(0, 100),
  );
}

function missingTable({ missing }: CheckPage): Markup {
  if (missing.length === 0) return [];
  return html`<details><summary>${`Missing: ${counted(missing.length)} named by lists`}</summary>
    ${dataTable(
      "Missing clips",
      [
        { label: "Clip", cell: ({ path }: (typeof missing)[number]) => paths([path]) },
        { label: "List", cell: ({ file, line }) => `${file}${line === undefined ? "" : `, line ${line}`}` },
      ],
      missing.slice(0, 1000),
    )}</details>`;
}

function paths(names: readonly string[]): Markup {
  return html`<span class="paths">${names.join(", ")}</span>`;
}
