import type { VariantName } from "@vivit/models";
import { html } from "./html.ts";

interface VariantFigureProps {
  readonly variant: VariantName;
  readonly steps: number;
  /** Tokens of a step. */
  readonly places: number;
  readonly depth: number;
  readonly temporalDepth: number;
}

/** A box of the figure: what a part does, and among how many tokens. */
interface Part {
  readonly title: string;
  readonly detail: string;
  /** Which quarter of the width it begins at, and how many it takes. */
  readonly place?: readonly [begin: number, quarters: number];
}

/**
 * A model as a figure: the clip at the bottom, then what attends to what, then the classes.
 *
 * Source: ViViT figures 1 and 3 to 6.
 */
export function VariantFigure(props: VariantFigureProps) {
  const rows = [...layersOf(props), [{ title: "Classes", detail: "one linear layer" }]];
  const height = 40 + rows.length * 44;
  const words = ["Tubelets", ...rows.flat().map(({ title, detail }) => `${title}: ${detail}`)].join("; then ");
  return html`
    <svg class="variant" viewBox=${`0 0 240 ${height}`} role="img" aria-label=${words}>
      ${Array.from({ length: 4 }, (_, step) => html`<${Frame} x=${20 + step * 52} y=${height - 34} />`)}
      ${rows.map((parts, level) =>
        parts.map((part) => html`<${Box} part=${part} y=${height - 34 - (level + 1) * 44} />`),
      )}
    </svg>
  `;
}

/** One step of the clip, cut into tubelets. */
function Frame({ x, y }: { x: number; y: number }) {
  return html`
    <g class="tubelets">
      ${Array.from({ length: 4 }, (_, at) => html`<rect x=${x + 11 * (at % 2) + 10} y=${y + 4 + 11 * Math.floor(at / 2)} width="10" height="10" />`)}
    </g>
  `;
}

function Box({ part: { title, detail, place = [0, 4] }, y }: { part: Part; y: number }) {
  const [x, width] = [20 + place[0] * 52, place[1] * 52 - 8];
  return html`
    <g class="part">
      <line x1=${x + width / 2} x2=${x + width / 2} y1=${y + 34} y2=${y + 44} />
      <rect x=${x} y=${y} width=${width} height="34" rx="5" />
      <text x=${x + width / 2} y=${y + 14}>${title}</text>
      <text class="detail" x=${x + width / 2} y=${y + 27}>${detail}</text>
    </g>
  `;
}

/** What attends, from the clip upwards. */
function layersOf({ variant, steps, places, depth, temporalDepth }: VariantFigureProps): Part[][] {
  const all = steps * places;
  if (variant === "space-time") return [[{ title: `${depth} × all attend to all`, detail: `${all + 1} tokens` }]];
  if (variant === "factorized-encoder")
    return [
      Array.from({ length: 4 }, (_, at) => ({ title: `${depth} ×`, detail: `${places + 1}`, place: [at, 1] as const })),
      [{ title: `${temporalDepth} × time`, detail: `${steps + 1} vectors, one a step` }],
    ];
  if (variant === "factorized-self-attention")
    return [
      [{ title: `${depth} × space`, detail: `${places} tokens of a step` }],
      [{ title: "then time", detail: `${steps} tokens of a place, in each block` }],
    ];
  return [
    [
      { title: `${depth} × space`, detail: `half the heads: ${places}`, place: [0, 2] },
      { title: `${depth} × time`, detail: `half the heads: ${steps}`, place: [2, 2] },
    ],
  ];
}
