import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Markup, trusted } from "./html.ts";

/**
 * Draw a chart as an SVG that takes its colors from the page.
 *
 * @param summary what the chart says, for those who do not see it
 * @param options of Observable Plot; a name of the user may go in as text of a mark, never into an option
 */
export function plotChart(summary: string, options: Plot.PlotOptions): Markup {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({ marginTop: 14, marginRight: 14, marginBottom: 52, marginLeft: 56, ...options, document });
  const { width, height } = { width: svg.getAttribute("width"), height: svg.getAttribute("height") };
  for (const style of svg.querySelectorAll("style")) style.remove(); // the page has its own
  return trusted("svg", shorten(svg.innerHTML), {
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": summary,
    class: "chart",
    "text-anchor": "middle",
    fill: "currentColor",
  });
}

/** Coordinates to a hundredth of a pixel: a third of the size, and the same picture. */
function shorten(svg: string): string {
  return svg.replace(/(?<=<[^>]*)\d+\.\d{3,}/g, (digits) => String(Math.round(Number(digits) * 100) / 100));
}
