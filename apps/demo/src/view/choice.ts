import { html } from "./html.ts";

interface ChoiceProps {
  readonly label: string;
  readonly values: readonly string[];
  /** What to show for a value; the value itself where absent. */
  readonly names?: Readonly<Record<string, string>>;
  readonly value: string;
  readonly choose: (value: string) => void;
}

/** One of several values, with its label. */
export function Choice({ label, values, names, value, choose }: ChoiceProps) {
  const change = (event: Event) => choose((event.currentTarget as HTMLSelectElement).value);
  return html`
    <label>
      ${label}
      <select value=${value} onChange=${change}>
        ${values.map((one) => html`<option value=${one}>${names?.[one] ?? one}</option>`)}
      </select>
    </label>
  `;
}
