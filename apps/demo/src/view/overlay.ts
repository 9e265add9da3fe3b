import type { Mixing } from "@vivit/models";
import type { Grid } from "../inside/attention-map.ts";
import type { InsideView } from "../inside/look-inside.ts";
import { drawingContext } from "./clip-player.ts";

/** What is laid over the clip: rollout through all layers, or one layer, of one head or the mean of all. */
export type MapChoice =
  | { readonly kind: "rollout" }
  | { readonly kind: "layer"; readonly mixing: Mixing; readonly layer: number; readonly head: number | "mean" };

/** The chosen weights, [steps, rows, columns]; they sum to 1. */
export function chosenMap({ rollout, maps }: InsideView, choice: MapChoice): Float32Array {
  if (choice.kind === "rollout") return rollout;
  const { mixing, layer, head } = choice;
  const heads = maps.filter((map) => map.mixing === mixing && map.layer === layer);
  const shown = heads.filter((map) => head === "mean" || map.head === head);
  if (shown.length === 0) return rollout; // of a model that was there before
  return rollout.map((_, at) => shown.reduce((sum, { values }) => sum + values[at]! / shown.length, 0));
}

/** The weights of one step: [rows, columns]. */
export function stepOf(map: Float32Array, { rows, columns }: Grid, step: number): Float32Array {
  return map.subarray(step * rows * columns, (step + 1) * rows * columns);
}

/** Darken a picture where the model does not look; each token is one cell. */
export function drawOverlay(canvas: HTMLCanvasElement, map: Float32Array, grid: Grid, step: number): void {
  const context = drawingContext(canvas);
  const largest = map.reduce((most, value) => Math.max(most, value), 0);
  const [width, height] = [canvas.width / grid.columns, canvas.height / grid.rows];
  for (const [at, weight] of stepOf(map, grid, step).entries()) {
    const [row, column] = [Math.floor(at / grid.columns), at % grid.columns];
    context.fillStyle = `rgba(0, 0, 0, ${(0.75 * (1 - weight / largest)).toFixed(3)})`;
    context.fillRect(column * width, row * height, width, height);
  }
}
