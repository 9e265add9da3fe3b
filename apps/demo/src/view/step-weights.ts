import type { Grid } from "../inside/attention-map.ts";
import { html } from "./html.ts";
import { stepOf } from "./overlay.ts";

interface StepWeightsProps {
  readonly map: Float32Array;
  readonly grid: Grid;
  readonly step: number;
}

/** How much each step in time counts: in Model 2 the weight of its temporal encoder, elsewhere the sum over the step's tokens. */
export function StepWeights({ map, grid, step }: StepWeightsProps) {
  const weights = Array.from({ length: grid.steps }, (_, at) =>
    stepOf(map, grid, at).reduce((sum, value) => sum + value, 0),
  );
  const largest = Math.max(...weights);
  const words = weights.map((weight, at) => `step ${at + 1}: ${(100 * weight).toFixed(1)} %`).join(", ");
  return html`
    <figure class="steps">
      <figcaption>Weight of each time step</figcaption>
      <svg viewBox=${`0 0 ${grid.steps * 10} 40`} preserveAspectRatio="none" role="img" aria-label=${words}>
        ${weights.map(
          (weight, at) =>
            html`<rect class=${at === step ? "now" : ""} x=${at * 10 + 1} width="8" y=${40 - (40 * weight) / largest} height=${(40 * weight) / largest} />`,
        )}
      </svg>
    </figure>
  `;
}
