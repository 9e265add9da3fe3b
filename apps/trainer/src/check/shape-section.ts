import { dataTable } from "../report/data-table.ts";
import { html, type Markup } from "../report/html.ts";
import type { CheckPage } from "./check-page.ts";
import { counted, listed } from "./describe-check.ts";

/** Durations, frame rates and sizes. */
export function shapeSection({ seconds, frames, frameRates, sizes, interlaced }: CheckPage): Markup {
  const spreads = [
    ...(seconds ? [{ name: "Seconds", ...seconds, digits: 2 }] : []),
    ...(frames ? [{ name: "Frames", ...frames, digits: 0 }] : []),
  ];
  const tallied = (caption: string, unit: string, rows: readonly (readonly [string | number, number])[]) =>
    rows.length === 0
      ? ""
      : dataTable(
          caption,
          [
            { label: unit, cell: ([value]: readonly [string | number, number]) => value },
            { label: "Clips", cell: ([, clips]) => clips, numeric: true },
          ],
          rows.slice(0, 12),
        );
  return html`<section id="shapes">
    <h2>Lengths and sizes</h2>
    <div class="side-by-side">
      ${dataTable(
        "Over all sound clips",
        [
          { label: "", cell: ({ name }: (typeof spreads)[number]) => name },
          { label: "Least", cell: ({ least, digits }) => least.toFixed(digits), numeric: true },
          { label: "Median", cell: ({ median, digits }) => median.toFixed(digits), numeric: true },
          { label: "Most", cell: ({ most, digits }) => most.toFixed(digits), numeric: true },
        ],
        spreads,
      )}
      ${tallied("Frames a second", "Rate", frameRates)} ${tallied("Pixels", "Width × height", sizes)}
    </div>
    ${interlaced.length > 0 ? html`<p>Interlaced, taken as stored: ${counted(interlaced.length)}, ${listed(interlaced)}</p>` : ""}
  </section>`;
}
