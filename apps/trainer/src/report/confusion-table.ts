import { sum } from "d3-array";
import { html, type Markup } from "./html.ts";

/** The most classes that a table with a count in each cell can show. */
export const confusionTableLimit = 40;

/**
 * The confusion matrix as a table: counts, colored by their share of the true class.
 *
 * @param confusion clips by [true class, predicted class]
 */
export function confusionTable(classes: readonly string[], confusion: readonly (readonly number[])[]): Markup {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Confusion matrix">
    <table class=${classes.length > 20 ? "confusion dense" : "confusion"}>
      <caption>True class by row, predicted class by column, in clips</caption>
      <thead>
        <tr><td></td>${classes.map((name) => html`<th scope="col" title=${name}><span>${name}</span></th>`)}</tr>
      </thead>
      <tbody>
        ${classes.map((name, row) => confusionRow(name, row, confusion[row] ?? [], classes))}
      </tbody>
    </table>
  </div>`;
}

function confusionRow(name: string, row: number, counts: readonly number[], classes: readonly string[]): Markup {
  const total = sum(counts);
  return html`<tr>
    <th scope="row" title=${name}>${name}</th>
    ${classes.map((predicted, column) => {
      const clips = counts[column] ?? 0;
      if (clips === 0) return html`<td></td>`;
      const shade = 0.22 + 0.78 * (clips / total); // even one clip must be seen
      const kind = `${row === column ? "right" : "wrong"}${shade > 0.8 ? " strong" : ""}`;
      return html`<td class=${kind} style=${`--shade:${shade.toFixed(2)}`} title=${`${name} → ${predicted}`}>${clips}</td>`;
    })}
  </tr>`;
}
