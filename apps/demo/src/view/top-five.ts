import { html } from "./html.ts";

interface TopFiveProps {
  readonly title: string;
  readonly labels: readonly string[];
  readonly scores: readonly number[];
}

/** The likeliest classes, with bars. */
export function TopFive({ title, labels, scores }: TopFiveProps) {
  const ranked = scores
    .map((score, at) => ({ score, label: labels[at]! }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 5);
  return html`
    <table class="scores">
      <caption>${title}</caption>
      <thead><tr><th scope="col">Class</th><th scope="col">Probability</th></tr></thead>
      <tbody>
        ${ranked.map(
          ({ label, score }) => html`
            <tr>
              <th scope="row">${label}</th>
              <td><meter min="0" max="1" value=${score} aria-label=${`Probability of ${label}`}></meter> <span class="number">${(100 * score).toFixed(1)} %</span></td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
