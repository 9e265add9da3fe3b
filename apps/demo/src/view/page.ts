import { useMemo, useRef, useState } from "preact/hooks";
import { runtimeTitles } from "../runtimes/runtime-names.ts";
import { AppContext } from "./app-context.ts";
import { ClassifyView } from "./classify-view.ts";
import { html } from "./html.ts";
import { InsideView } from "./inside-view.ts";
import { ModelsView } from "./models-view.ts";
import { RuntimesView } from "./runtimes-view.ts";
import { Tabs } from "./tabs.ts";
import { TeachView } from "./teach-view.ts";
import { useAppState } from "./use-app.ts";
import { VariantsView } from "./variants-view.ts";

const views = {
  classify: { title: "Classify", view: ClassifyView },
  inside: { title: "Look inside", view: InsideView },
  teach: { title: "Teach", view: TeachView },
  variants: { title: "Four models", view: VariantsView },
  runtimes: { title: "Runtimes", view: RuntimesView },
  models: { title: "Models", view: ModelsView },
} as const;

type ViewName = keyof typeof views;

/** The page: a line that says what runs, and the views. */
export function Page() {
  const app = useAppState();
  const [shown, show] = useState<ViewName>("classify");
  const titles = Object.fromEntries(Object.entries(views).map(([name, { title }]) => [name, title]));
  return html`
    <${AppContext.Provider} value=${app}>
      <header>
        <h1>ViViT in the browser</h1>
        <p class="facts">
          ${app.model ? app.model.title : "No model"} · ${runtimeTitles[app.runtime]} ·
          nothing leaves this page
        </p>
        <${Tabs} label="Views" titles=${titles} shown=${shown} show=${show} />
      </header>
      <main>
        <p class="status" role="status" aria-live="polite" data-busy=${app.busy !== undefined || !(app.model || app.problem)}>${app.busy ?? app.notice ?? ""}</p>
        ${app.problem && html`<p role="alert">${app.problem}</p>`}
        ${Object.entries(views).map(
          ([name, { view }]) =>
            html`<${Panel} name=${name} view=${view} isShown=${name === shown} subject=${name === "teach" ? app.loads : 0} />`,
        )}
      </main>
    <//>
  `;
}

interface PanelProps {
  readonly name: ViewName;
  readonly view: (typeof views)[ViewName]["view"];
  readonly isShown: boolean;
  /** The view begins afresh with each. */
  readonly subject: number;
}

/** A view, from when it is first shown on. It is drawn again for what it uses of the app, not for every word of progress. */
function Panel({ name, view, isShown, subject }: PanelProps) {
  const wasShown = useRef(false);
  wasShown.current ||= isShown;
  const content = useMemo(
    () => wasShown.current && html`<${view} key=${subject} isShown=${isShown} />`,
    [view, isShown, subject],
  );
  return html`
    <section role="tabpanel" id=${`panel-${name}`} aria-labelledby=${`tab-${name}`} hidden=${!isShown} tabindex="0">${content}</section>
  `;
}
