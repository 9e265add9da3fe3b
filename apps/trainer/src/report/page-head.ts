import { html, type Markup, trusted } from "./html.ts";
import { pageStyle } from "./page-style.ts";

/** A page loads nothing and runs nothing: its pictures and styles lie in it. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * The head of every page that the program writes.
 *
 * @param title escaped when rendered
 * @param ownStyle styles of one page, behind those of all
 */
export function pageHead(title: string, ownStyle = ""): Markup {
  return html`<head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content=${policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>${title}</title>
      ${trusted("style", pageStyle + ownStyle)}
    </head>`;
}
