import { html } from "./html.ts";

/** The loss of every step so far. */
export function LossChart({ losses }: { losses: readonly number[] }) {
  const most = Math.max(...losses);
  const width = Math.max(losses.length - 1, 1);
  const points = losses.map((loss, at) => `${((200 * at) / width).toFixed(2)},${(60 - (58 * loss) / most).toFixed(2)}`);
  const last = losses.at(-1)!;
  return html`
    <figure class="loss">
      <figcaption>Loss by step, from ${losses[0]!.toFixed(2)} to ${last.toFixed(2)}: the head first, then everything</figcaption>
      <svg viewBox="0 0 200 61" preserveAspectRatio="none" role="img" aria-label=${`Loss after ${losses.length} steps: ${last.toFixed(2)}`}>
        <polyline points=${points.join(" ")} />
      </svg>
    </figure>
  `;
}
