import htm from "htm";
import { h } from "preact";

/** Markup in a template literal. */
export const html = htm.bind(h);
