import { html, type Markup, renderDocument } from "../report/html.ts";
import { pageHead } from "../report/page-head.ts";
import type { CheckPage } from "./check-page.ts";
import { counted } from "./describe-check.ts";
import { problemSection } from "./problem-section.ts";
import { shapeSection } from "./shape-section.ts";
import { stillSection } from "./still-section.ts";

const ownStyle = `
.stills { display: grid; grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); gap: 1rem; }
.stills img, .stills .none { display: grid; place-items: center; width: 100%; height: 6rem; object-fit: cover; border-radius: .25rem; background: var(--page); color: var(--quiet); }
.stills p { margin-top: .25rem; font-size: .9rem; overflow-wrap: anywhere; }
#shapes caption { white-space: nowrap; }
.warning { color: var(--bad); font-weight: 600; }
`;

/** Write the page of a check as one HTML document that needs nothing beside it. Every name and path is escaped. */
export function renderCheck(page: CheckPage): string {
  return renderDocument(html`<html lang="en">
    ${pageHead(`${page.data} · check`, ownStyle)}
    <body>
      <header>
        <h1>${page.data}</h1>
        <p>Read as ${page.kind} · checked ${page.finished.toISOString().slice(0, 16).replace("T", " ")} UTC</p>
      </header>
      <main>${headline(page)} ${problemSection(page)} ${stillSection(page)} ${shapeSection(page)}</main>
    </body>
  </html>`);
}

function headline({ sound, checked, total, missing, duplicates, notices }: CheckPage): Markup {
  const bad = checked - sound;
  const leaks = duplicates.filter(({ splits }) => splits.length > 1).length;
  const tone = bad + missing.length + leaks === 0 ? "" : bad > 0.05 * checked ? "bad" : "fair";
  const tile = (name: string, value: string | number, note = "") =>
    html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;
  return html`<section class=${`headline ${tone}`}>
    <div class="judgment">
      <span class="sign" aria-hidden="true">${tone === "" ? "✓" : "!"}</span>
      <div><h2>${bad === 0 ? `All ${sound} clips decode whole` : `${bad} of ${checked} clips are damaged`}</h2>
      <p>${checked < total ? `A sample of ${total} clips. ` : ""}${
        leaks > 0
          ? `${counted(leaks)} in more than one split: what is measured on them is not to be trusted.`
          : "No clip is in two splits."
      }</p></div>
    </div>
    <dl class="tiles">
      ${tile("Sound", sound, percentOf(sound, checked))} ${tile("Damaged", bad, percentOf(bad, checked))}
      ${tile("Missing", missing.length, "named by a list")} ${tile("Repeated", duplicates.length, `${leaks} across splits`)}
    </dl>
    ${notices.length > 0 ? html`<ul>${notices.map((notice) => html`<li>${notice}</li>`)}</ul>` : ""}
  </section>`;
}

function percentOf(part: number, whole: number): string {
  return whole === 0 ? "" : `${((100 * part) / whole).toFixed(1)} %`;
}
