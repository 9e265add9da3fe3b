import { encodeStrip } from "./encode-strip.ts";
import { percent } from "./format.ts";
import { html, type Markup } from "./html.ts";
import type { FilmStrip, JudgedClip } from "./run-report.ts";

/** Clips as film strips, each with its true class and what the model says. */
export function clipSection(id: string, title: string, introduction: string, clips: readonly JudgedClip[]): Markup {
  return html`<section id=${id}>
    <h2>${title}</h2>
    <p>${introduction}</p>
    <ol class="clips">${clips.map(judgedClip)}</ol>
  </section>`;
}

function judgedClip({ path, truth, predicted, strip, attention }: JudgedClip): Markup {
  const said = predicted[0]?.label;
  return html`<li class="clip">
    ${stripPicture(strip, `of ${path}, from first to last`)}
    ${attention && stripPicture(attention, `of ${path} as the model saw them; what counted glows`)}
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

function stripPicture(strip: FilmStrip, what: string): Markup {
  const picture = encodeStrip(strip);
  if (!picture) return html`<p class="quiet">No frame could be shown.</p>`;
  const { source, width, height, frames } = picture;
  return html`<img src=${source} width=${width} height=${height} alt=${`${frames} frames ${what}`} />`;
}

function verdictOn(right: boolean): Markup {
  return html`<span class=${right ? "badge right" : "badge wrong"}>${right ? "✓ right" : "✗ wrong"}</span>`;
}
