import { html, type Markup } from "./html.ts";

/** A column of a table. */
export interface Column<Record> {
  readonly label: string;
  readonly cell: (record: Record, index: number) => unknown;
  readonly numeric?: boolean;
}

/** A table with a caption; the first column names the row. Wide ones scroll within the page. */
export function dataTable<Record>(
  caption: string,
  columns: readonly Column<Record>[],
  records: readonly Record[],
): Markup {
  const side = ({ numeric }: Column<Record>) => (numeric ? "numeric" : undefined);
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${caption}>
    <table>
      <caption>${caption}</caption>
      <thead><tr>${columns.map((column) => html`<th scope="col" class=${side(column)}>${column.label}</th>`)}</tr></thead>
      <tbody>
        ${records.map(
          (record, index) => html`<tr>
            ${columns.map((column, at) =>
              at === 0
                ? html`<th scope="row" class=${side(column)}>${column.cell(record, index)}</th>`
                : html`<td class=${side(column)}>${column.cell(record, index)}</td>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Names with their values. */
export function valueList(rows: readonly (readonly [name: string, value: unknown])[]): Markup {
  return html`<dl>${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
