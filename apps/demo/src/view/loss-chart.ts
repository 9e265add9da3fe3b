import { html } from "./html.ts";

/** The loss of every step so far of one stage. */
export function LossChart({ title, losses }: { title: string; losses: readonly number[] }) {
  const most = Math.max(...losses);
  const width = Math.max(losses.length - 1, 1);
  const points = losses.map((loss, at) => `${((200 * at) / width).toFixed(2)},${(60 - (58 * loss) / most).toFixed(2)}`);
  const last = losses.at(-1)!;
  return html`
    <figure class="loss">
      <figcaption>${title}: loss ${losses[0]!.toFixed(2)} to ${last.toFixed(2)} in ${losses.length} steps</figcaption>
      <svg viewBox="0 0 200 61" preserveAspectRatio="none" role="img" aria-label=${`${title}: loss after ${losses.length} steps: ${last.toFixed(2)}`}>
        <polyline points=${points.join(" ")} />
      </svg>
    </figure>
  `;
}
