import { html } from "./html.ts";

interface TabsProps {
  readonly label: string;
  readonly titles: Readonly<Record<string, string>>;
  readonly shown: string;
  readonly show: (name: string) => void;
}

/** A row of tabs; arrow keys, Home and End move between them. Source: the ARIA pattern of tabs. */
export function Tabs({ label, titles, shown, show }: TabsProps) {
  const names = Object.keys(titles);
  const move = (event: KeyboardEvent) => {
    const at = names.indexOf(shown);
    const last = names.length - 1;
    const next = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    show(names[next]!);
    document.getElementById(`tab-${names[next]}`)?.focus();
  };
  return html`
    <div role="tablist" aria-label=${label} onKeyDown=${move}>
      ${names.map(
        (name) => html`
          <button
            role="tab"
            id=${`tab-${name}`}
            aria-controls=${`panel-${name}`}
            aria-selected=${name === shown ? "true" : "false"}
            tabindex=${name === shown ? 0 : -1}
            onClick=${() => show(name)}
          >${titles[name]}</button>
        `,
      )}
    </div>
  `;
}
