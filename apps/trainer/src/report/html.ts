import htm from "htm";
import { h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";

/** A piece of the page. */
export type Markup = VNode | VNode[];

/** Write a piece of the page: every value, in text or in an attribute, is escaped when rendered. */
export const html: (strings: TemplateStringsArray, ...values: unknown[]) => Markup = htm.bind<VNode>(h);

/** Put text into an element as it is: only for what this program wrote itself (styles) or has escaped (charts). */
export function trusted(tag: string, text: string, attributes: Record<string, string> = {}): Markup {
  return h(tag, { ...attributes, dangerouslySetInnerHTML: { __html: text } });
}

/** @returns a whole document */
export function renderDocument(root: Markup): string {
  return `<!doctype html>\n${[root]
    .flat()
    .map((node) => renderToString(node))
    .join("")}\n`;
}
