import { proxy } from "comlink";
import { useState } from "preact/hooks";
import type { Stage, TaughtStage, TeachProgress } from "../teach/teach.ts";
import { type App, useApp } from "./app-context.ts";
import { CameraPanel } from "./camera-panel.ts";
import { ClassCard } from "./class-card.ts";
import { html } from "./html.ts";
import { LossChart } from "./loss-chart.ts";
import { SaveModel } from "./save-model.ts";
import { useClasses } from "./use-classes.ts";

const stageNames: Readonly<Record<TeachProgress["stage"], string>> = {
  features: "Looking at the clips",
  head: "Training the head",
  all: "Training everything",
  test: "Testing",
};

/** What is trained, in its order. */
const stageTitles: Readonly<Record<Stage, string>> = { head: "The head, on frozen features", all: "Everything" };
const trainedStages = Object.keys(stageTitles) as Stage[];

const noLosses: Readonly<Record<Stage, readonly number[]>> = { head: [], all: [] };

/** Name classes, give clips of each, and train; then test with the camera or keep the model. */
export function TeachView() {
  const app = useApp();
  const { worker, busy, model } = app;
  const classes = useClasses(app);
  const [all, setAll] = useState(true);
  const { train, losses, stages, endedEarly } = useTraining(app, classes.names);
  const off = busy !== undefined || model === undefined;
  return html`
    <h2>Teach it yours</h2>
    <p>Name two classes or more and give a few clips of each: files, or the camera. Clips for testing are kept out of training.</p>
    <div class="cards">
      ${classes.list.map((one, at) => html`<${ClassCard} key=${one.key} card=${one} number=${at + 1} disabled=${off} ...${classes.actions(at)} />`)}
    </div>
    <div class="row">
      <button type="button" class="quiet" disabled=${off} onClick=${classes.add}>Add a class</button>
      <label class="check"><input type="checkbox" checked=${all} onChange=${() => setAll(!all)} /> After the head, train everything</label>
      <button type="button" disabled=${off} onClick=${() => train(all ? epochs : 0)}>Train</button>
      <button type="button" class="quiet" disabled=${!busy} onClick=${() => worker.stop()}>Stop</button>
    </div>
    ${trainedStages.map((stage) => losses[stage].length > 0 && html`<${LossChart} title=${stageTitles[stage]} losses=${losses[stage]} />`)}
    ${stages.length > 0 && html`<${StageTable} stages=${stages} />`}
    ${endedEarly && html`<p class="remark">Training everything failed; the head that was trained before is in use.</p>`}
    ${stages.length > 0 && html`<${CameraPanel} disabled=${off} /><${SaveModel} disabled=${off} />`}
  `;
}

/** Training, and what was seen of it: losses, stages that have ended, and whether only the head was trained though more was asked for. */
function useTraining({ worker, attempt, setTaught }: App, names: readonly string[]) {
  const [losses, setLosses] = useState(noLosses);
  const [stages, setStages] = useState<readonly TaughtStage[]>([]);
  const [endedEarly, setEndedEarly] = useState(false);
  const train = (epochs: number) =>
    attempt("Training …", async (say) => {
      setLosses(noLosses);
      setStages([]);
      setEndedEarly(false);
      const onProgress = proxy(({ stage, share, loss }: TeachProgress) => {
        say(
          `${stageNames[stage]}: ${Math.round(100 * share)} %${loss === undefined ? "" : `, loss ${loss.toFixed(3)}`}`,
        );
        if (loss !== undefined) setLosses((before) => ({ ...before, [stage]: [...before[stage as Stage], loss] }));
      });
      const onStage = proxy((stage: TaughtStage) => setStages((before) => [...before, stage]));
      const { model, problem } = await worker.teach(names, epochs, onProgress, onStage);
      setTaught(model);
      setEndedEarly(problem !== undefined);
      if (problem !== undefined) throw new Error(problem);
    });
  return { train, losses, stages, endedEarly };
}

/** Times that training everything goes through all clips. */
const epochs = 16;

function StageTable({ stages }: { stages: readonly TaughtStage[] }) {
  return html`
    <table data-testid="taught">
      <caption>What it learned</caption>
      <thead><tr><th scope="col">Trained</th><th scope="col">Clips for testing named rightly</th><th scope="col">Seconds</th></tr></thead>
      <tbody>
        ${stages.map(
          ({ stage, accuracy, tested, seconds }) => html`
            <tr>
              <th scope="row">${stageTitles[stage]}</th>
              <td class="number">${accuracy === undefined ? "none given" : `${(100 * accuracy).toFixed(1)} % of ${tested}`}</td>
              <td class="number">${seconds.toFixed(1)}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
