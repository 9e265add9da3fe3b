import { encodeStrip } from "./encode-strip.ts";
import { percent } from "./format.ts";
import { html, type Markup } from "./html.ts";
import type { JudgedClip } from "./run-report.ts";

/** Clips as film strips, each with its true class and what the model says. */
export function clipSection(id: string, title: string, introduction: string, clips: readonly JudgedClip[]): Markup {
  return html`<section id=${id}>
    <h2>${title}</h2>
    <p>${introduction}</p>
    <ol class="clips">${clips.map(judgedClip)}</ol>
  </section>`;
}

function judgedClip({ path, truth, predicted, strip }: JudgedClip): Markup {
  const picture = encodeStrip(strip);
  const said = predicted[0]?.label;
  return html`<li class="clip">
    ${
      picture
        ? html`<img
            src=${picture.source}
            width=${picture.width}
            height=${picture.height}
            alt=${`${picture.frames} frames of ${path}, from first to last`}
          />`
        : html`<p class="quiet">No frame could be shown.</p>`
    }
    <p class="path">${path}</p>
    <p class="truth">
      ${truth === undefined ? "True class unknown" : html`True class <strong>${truth}</strong>`}
      ${truth !== undefined && said !== undefined && verdictOn(said === truth)}
    </p>
    <ol class="scores">
      ${predicted.map(
        ({ label, score }) =>
          html`<li class=${truth === undefined ? "unknown" : label === truth ? "right" : "wrong"} style=${`--share:${score.toFixed(3)}`}>
            <span>${label}</span><span>${percent(score)}</span>
          </li>`,
      )}
    </ol>
  </li>`;
}

function verdictOn(right: boolean): Markup {
  return html`<span class=${right ? "badge right" : "badge wrong"}>${right ? "✓ right" : "✗ wrong"}</span>`;
}
