import type { Mixing } from "@vivit/models";
import type { InsideView } from "../inside/look-inside.ts";
import { html } from "./html.ts";
import type { MapChoice } from "./overlay.ts";

const mixingNames: Readonly<Record<Mixing, string>> = {
  spaceTime: "over space and time",
  space: "over space",
  time: "over time",
};

interface MapChooserProps {
  readonly inside: InsideView;
  readonly choice: MapChoice;
  readonly choose: (choice: MapChoice) => void;
}

/** Choose rollout, or a layer and a head. */
export function MapChooser({ inside, choice, choose }: MapChooserProps) {
  const layers = new Map(inside.maps.map((map) => [`${map.mixing} ${map.layer}`, map]));
  const chosen = choice.kind === "rollout" ? "rollout" : `${choice.mixing} ${choice.layer}`;
  const heads = inside.maps.filter((map) => `${map.mixing} ${map.layer}` === chosen);
  const chooseLayer = (event: Event) => {
    const map = layers.get((event.currentTarget as HTMLSelectElement).value);
    choose(map ? { kind: "layer", mixing: map.mixing, layer: map.layer, head: "mean" } : { kind: "rollout" });
  };
  const chooseHead = (event: Event) => {
    const { value } = event.currentTarget as HTMLSelectElement;
    if (choice.kind === "layer") choose({ ...choice, head: value === "mean" ? value : Number(value) });
  };
  return html`
    <div class="row">
      <label>Attention
        <select value=${chosen} onChange=${chooseLayer}>
          <option value="rollout">Rollout through all layers</option>
          ${[...layers].map(([key, { mixing, layer }]) => html`<option value=${key}>Layer ${layer + 1}, ${mixingNames[mixing]}</option>`)}
        </select>
      </label>
      ${
        heads.length > 0 &&
        html`
        <label>Head
          <select value=${choice.kind === "layer" ? choice.head : "mean"} onChange=${chooseHead}>
            <option value="mean">Mean of all</option>
            ${heads.map(({ head }) => html`<option value=${head}>Head ${head + 1}</option>`)}
          </select>
        </label>
      `
      }
      ${inside.maps.length === 0 && html`<p class="remark">Weights of single layers would take too much memory for this model.</p>`}
    </div>
  `;
}
