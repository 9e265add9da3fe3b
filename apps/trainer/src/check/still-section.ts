import type { CheckedClip } from "@vivit/datasets/node";
import { encodeStrip } from "../report/encode-strip.ts";
import { html, type Markup } from "../report/html.ts";
import type { CheckPage } from "./check-page.ts";

/** One still and the counts of each class. */
export function stillSection({ classes: counts, clips, source }: CheckPage): Markup {
  const stills = new Map<number, CheckedClip>();
  for (const clip of clips)
    for (const label of source.entries[clip.entry]!.labels)
      if (clip.still && !stills.has(label)) stills.set(label, clip);
  return html`<section id="classes">
    <h2>Class by class</h2>
    <p>The middle frame of the first sound clip of each class.</p>
    <ol class="stills">${counts.map(
      ({ name, counts: of }, id) => html`<li>${still(stills.get(id))}
      <p><strong>${name}</strong><br /><span class="quiet">${of.train} train · ${of.validation} val${of.test > 0 ? ` · ${of.test} test` : ""}</span></p></li>`,
    )}</ol>
  </section>`;
}

function still(clip: CheckedClip | undefined): Markup {
  const frame = clip?.still && { width: clip.still.width, height: clip.still.height, rgb: clip.still.values };
  const picture = frame && encodeStrip({ frames: [frame] });
  return picture && clip
    ? html`<img src=${picture.source} alt=${`A frame of ${clip.name}`} />`
    : html`<span class="none">no sound clip</span>`;
}
