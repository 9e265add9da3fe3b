import {
  countFlops,
  countParameters,
  estimateMemory,
  type ModelConfig,
  type VariantName,
  variants,
} from "@vivit/models";
import { useState } from "preact/hooks";
import { html } from "./html.ts";
import { bytes, count } from "./numbers.ts";
import { VariantFigure } from "./variant-figure.ts";

/** The paper's four models, in its order. */
const shown: readonly VariantName[] = [
  "space-time",
  "factorized-encoder",
  "factorized-self-attention",
  "factorized-dot-product-attention",
];

interface Sizes {
  readonly frames: number;
  readonly side: number;
  readonly patch: number;
  readonly dim: number;
  readonly depth: number;
}

const fields = [
  { name: "frames", label: "Frames", values: [8, 16, 32, 64, 128] },
  { name: "side", label: "Height and width", values: [32, 64, 112, 224, 320] },
  { name: "patch", label: "Patch", values: [8, 16, 32] },
  { name: "dim", label: "Width of a token", values: [96, 192, 384, 768, 1024] },
  { name: "depth", label: "Blocks", values: [2, 4, 8, 12, 24] },
] as const satisfies readonly { name: keyof Sizes; label: string; values: readonly number[] }[];

/** The four models as figures, with what each costs at the sizes chosen. */
export function VariantsView() {
  const [sizes, setSizes] = useState<Sizes>({ frames: 32, side: 224, patch: 16, dim: 768, depth: 12 });
  const set = (name: keyof Sizes) => (event: Event) =>
    setSizes({ ...sizes, [name]: Number((event.currentTarget as HTMLSelectElement).value) });
  const fits = sizes.side % sizes.patch === 0;
  return html`
    <h2>Four ways to attend</h2>
    <div class="row">
      ${fields.map(
        ({ name, label, values }) => html`
          <label>${label}
            <select value=${sizes[name]} onChange=${set(name)}>${values.map((value) => html`<option value=${value}>${value}</option>`)}</select>
          </label>
        `,
      )}
    </div>
    ${
      fits
        ? html`<div class="cards">${shown.map((variant) => html`<${VariantCard} config=${configOf(variant, sizes)} />`)}</div>`
        : html`<p role="alert">Patches of ${sizes.patch} pixels do not divide ${sizes.side}; choose another size.</p>`
    }
  `;
}

function VariantCard({ config }: { config: ModelConfig }) {
  const { variant, clip, tubelet, temporalEncoder, encoder } = config;
  const grid = { steps: clip.frames / tubelet.frames, places: (clip.height / tubelet.height) ** 2 };
  const rows = [
    ["Parameters", count(countParameters(config))],
    ["Multiply-adds a clip", count(countFlops(config).multiplyAdds)],
    ["Memory of a clip", bytes(estimateMemory(config, 1).total)],
  ];
  return html`
    <figure class="card">
      <figcaption>${variants[variant].title}</figcaption>
      <${VariantFigure} variant=${variant} steps=${grid.steps} places=${grid.places} depth=${encoder.depth} temporalDepth=${temporalEncoder?.depth ?? 0} />
      <table><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="number">${value}</td></tr>`)}</tbody></table>
    </figure>
  `;
}

function configOf(variant: VariantName, { frames, side, patch, dim, depth }: Sizes): ModelConfig {
  const encoder = { dim, depth, heads: Math.max(2, Math.round(dim / 64 / 2) * 2), mlpDim: 4 * dim };
  const hasClassToken = variant === "space-time" || variant === "factorized-encoder";
  return {
    variant,
    clip: { frames, height: side, width: side },
    channels: 3,
    tubelet: { frames: 2, height: patch, width: patch },
    encoder: { ...encoder, heads: dim % encoder.heads === 0 ? encoder.heads : 2 },
    pool: hasClassToken ? "token" : "gap",
    classes: 400,
    ...(variant === "factorized-encoder" ? { temporalEncoder: { ...encoder, depth: Math.min(4, depth) } } : {}),
  };
}
