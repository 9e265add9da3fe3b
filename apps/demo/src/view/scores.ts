import type { Classification } from "../classify/classify-random-clip.ts";
import { html } from "./html.ts";

/** The logits of every class, with bars of their probabilities, and the times. */
export function Scores({ logits, parameters, firstMilliseconds, milliseconds }: Classification) {
  const shares = softmax(logits);
  return html`
    <table>
      <caption>${parameters.toLocaleString("en")} parameters; ${milliseconds.toFixed(1)} ms, the first time ${firstMilliseconds.toFixed(1)} ms</caption>
      <thead><tr><th scope="col">Class</th><th scope="col">Logit</th><th scope="col">Probability</th></tr></thead>
      <tbody>
        ${logits.map(
          (logit, index) => html`
            <tr>
              <th scope="row">${index}</th>
              <td>${logit.toFixed(5)}</td>
              <td><meter min="0" max="1" value=${shares[index]}>${shares[index]}</meter> ${(100 * shares[index]!).toFixed(1)} %</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
