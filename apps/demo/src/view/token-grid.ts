import { useEffect, useRef } from "preact/hooks";
import type { Grid } from "../inside/attention-map.ts";
import { drawingContext } from "./clip-player.ts";
import { html } from "./html.ts";

interface TokenGridProps {
  readonly map: Float32Array;
  readonly grid: Grid;
  readonly step: number;
}

/** Every token as a cell, step beside step; they light up by their weight, the step at hand has a frame. */
export function TokenGrid({ map, grid, step }: TokenGridProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { steps, rows, columns } = grid;
  const cell = Math.max(2, Math.min(12, Math.floor(600 / (steps * (columns + 1)))));
  const [width, height] = [steps * (columns + 1) * cell, (rows + 1) * cell];
  useEffect(() => {
    const context = drawingContext(canvas.current!);
    const largest = map.reduce((most, value) => Math.max(most, value), 0);
    context.fillStyle = "#101318";
    context.fillRect(0, 0, width, height);
    for (const [at, weight] of map.entries()) {
      const [time, place] = [Math.floor(at / (rows * columns)), at % (rows * columns)];
      const [x, y] = [time * (columns + 1) + 0.5 + (place % columns), 0.5 + Math.floor(place / columns)];
      const light = Math.round(30 + 225 * Math.sqrt(weight / largest));
      context.fillStyle = `rgb(${light}, ${Math.round(light * 0.85)}, ${Math.round(60 + light * 0.2)})`;
      context.fillRect(x * cell, y * cell, cell - 1, cell - 1);
    }
    context.strokeStyle = "#7ea6f4";
    context.lineWidth = 2;
    context.strokeRect(step * (columns + 1) * cell + 1, 1, (columns + 1) * cell - 2, height - 2);
  }, [map, step, width]);
  return html`
    <figure class="tokens">
      <figcaption>${steps * rows * columns} tokens, brighter where more of them counts</figcaption>
      <canvas ref=${canvas} width=${width} height=${height} role="img" aria-label=${`${steps} steps of ${rows} by ${columns} tokens`}></canvas>
    </figure>
  `;
}
