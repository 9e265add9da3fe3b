import { sum } from "d3-array";
import { type Column, dataTable, valueList } from "./data-table.ts";
import { count, counted } from "./format.ts";
import { html, type Markup } from "./html.ts";
import { listSettings } from "./list-settings.ts";
import type { RunReport, SkippedFiles } from "./run-report.ts";

/** What the run was made of: data, model, recipe, environment. */
export function setupSection({ data, model, parameters, recipe, environment, command }: RunReport): Markup {
  return html`<section id="setup">
    <h2>How it was made</h2>
    <p class="quiet">Command</p>
    <pre class="command"><code>${command}</code></pre>
    <div class="columns">
      <div>
        <h3>Data</h3>
        ${valueList([
          ["Folder", data.directory],
          ["Classes", count(data.classes.length)],
          ["Training clips", count(data.training)],
          ["Validation clips", count(data.validation)],
          ["Skipped files", count(sum(data.skipped, (reason) => reason.count))],
        ])}
      </div>
      <div>
        <h3>Model</h3>
        ${valueList([["Name", model.title], ...model.description, ["Parameters", count(parameters)]])}
      </div>
      <div>
        <h3>Environment</h3>
        ${valueList(environment)}
      </div>
    </div>
    ${data.skipped.length > 0 && skippedTable(data.skipped)}
    <details>
      <summary>Recipe: every setting of the run</summary>
      <div class="recipe">${valueList(listSettings(recipe))}</div>
    </details>
  </section>`;
}

function skippedTable(skipped: readonly SkippedFiles[]): Markup {
  const columns: Column<SkippedFiles>[] = [
    { label: "Reason", cell: ({ reason }) => reason },
    { label: "Files", cell: (files) => count(files.count), numeric: true },
    {
      label: "Which",
      cell: ({ examples, count: all }) => html`<ul class="paths">
        ${examples.map((path) => html`<li>${path}</li>`)}
        ${all > examples.length && html`<li class="quiet">and ${counted(all - examples.length, "other")}</li>`}
      </ul>`,
    },
  ];
  return dataTable("Files that were skipped", columns, skipped);
}
