import * as Plot from "@observablehq/plot";
import { sum } from "d3-array";
import { encode } from "fast-png";
import { html, type Markup } from "./html.ts";
import { plotChart } from "./plot-chart.ts";

// Both stand out from a light and from a dark page.
const right = [37, 128, 220];
const wrong = [226, 88, 42];

/**
 * The confusion matrix of many classes as a picture, one pixel a cell.
 *
 * @param confusion clips by [true class, predicted class]
 */
export function confusionPicture(confusion: readonly (readonly number[])[]): Markup {
  const classes = confusion.length;
  const source = `data:image/png;base64,${Buffer.from(encodeConfusion(confusion)).toString("base64")}`;
  const axis = { domain: [0, classes], label: null, tickSize: 4 };
  const chart = plotChart(
    `Confusion matrix of ${classes} classes: blue on the diagonal is right, orange elsewhere is wrong.`,
    {
      width: 760,
      height: 760,
      marginLeft: 52,
      marginBottom: 20,
      marginTop: 40,
      x: { ...axis, axis: "top", label: "predicted class" },
      y: { ...axis, reverse: true, label: "true class" },
      marks: [
        Plot.image([source], {
          x: classes / 2,
          y: classes / 2,
          width: 694,
          height: 700,
          src: (url: string) => url,
          imageRendering: "pixelated",
          preserveAspectRatio: "none",
        }),
        Plot.frame({ strokeOpacity: 0.3 }),
      ],
    },
  );
  return html`<figure class="picture">${chart}</figure>`;
}

/**
 * A PNG of [classes, classes] pixels, clear where no clip is.
 *
 * @param cell pixels of a side of a cell, where every row and every count in it stands so often
 */
export function encodeConfusion(confusion: readonly (readonly number[])[], cell = 1): Uint8Array {
  const classes = confusion.length;
  const data = new Uint8Array(classes * classes * 4);
  for (const [row, counts] of confusion.entries()) {
    const total = sum(counts) / cell;
    for (const [column, clips] of counts.entries()) {
      if (clips === 0) continue;
      const shade = Math.round(255 * (0.25 + 0.75 * (clips / total)));
      data.set(
        [...(Math.floor(row / cell) === Math.floor(column / cell) ? right : wrong), shade],
        (row * classes + column) * 4,
      );
    }
  }
  return encode({ width: classes, height: classes, data, channels: 4, depth: 8 });
}
