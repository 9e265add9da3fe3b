import type { Stage } from "../classify/classified-video.ts";
import { html } from "./html.ts";

/** How long each stage took. */
export function StageTimes({ stages }: { stages: readonly Stage[] }) {
  return html`
    <table>
      <caption>Time</caption>
      <thead><tr><th scope="col">Stage</th><th scope="col">Milliseconds</th></tr></thead>
      <tbody>
        ${stages.map(
          ({ name, milliseconds }) =>
            html`<tr><th scope="row">${name}</th><td class="number">${milliseconds.toFixed(1)}</td></tr>`,
        )}
      </tbody>
    </table>
  `;
}
