import { useEffect, useRef, useState } from "preact/hooks";
import type { InsideView as Inside } from "../inside/look-inside.ts";
import { useApp } from "./app-context.ts";
import { drawFrame, usePlayback } from "./clip-player.ts";
import { html } from "./html.ts";
import { MapChooser } from "./map-chooser.ts";
import { chosenMap, drawOverlay, type MapChoice } from "./overlay.ts";
import { StepWeights } from "./step-weights.ts";
import { TokenGrid } from "./token-grid.ts";

/** How long one pass through a window is shown, in seconds. */
const showSeconds = 4;

/** Where the model looked in the clip that was classified last. */
export function InsideView({ isShown }: { isShown: boolean }) {
  const { worker, video, attempt, model, busy } = useApp();
  const [inside, setInside] = useState<Inside>();
  const [window, setWindow] = useState(0);
  const [seen, setSeen] = useState("");
  const wanted = `${model?.title} ${video?.id} ${window}`;
  useEffect(() => setWindow(0), [video?.id]);
  useEffect(() => {
    if (!isShown || !video || busy !== undefined || seen === wanted) return;
    setSeen(wanted); // also where it fails: it is not tried again and again
    void attempt("Looking inside …", async () => setInside(await worker.lookInside(video.id, window)));
  }, [isShown, wanted, busy, seen]);
  if (!video)
    return html`<h2>Where does it look?</h2><p>Classify a clip first, then come back: its attention is shown over it.</p>`;
  return html`
    <h2>Where does it look?</h2>
    ${
      inside &&
      html`
      <${Shown} inside=${inside} name=${video.name} isShown=${isShown} variant=${model?.variant ?? ""} />
      ${
        inside.windows > 1 &&
        html`<label>Window, of ${inside.windows} <input type="number" min="1" max=${inside.windows} value=${window + 1} onChange=${(
          event: Event,
        ) => setWindow(Number((event.currentTarget as HTMLInputElement).value) - 1)} /></label>`
      }
    `
    }
  `;
}

interface ShownProps {
  readonly inside: Inside;
  readonly name: string;
  readonly isShown: boolean;
  readonly variant: string;
}

function Shown({ inside, name, isShown, variant }: ShownProps) {
  const [choice, choose] = useState<MapChoice>({ kind: "rollout" });
  const canvas = useRef<HTMLCanvasElement>(null);
  const { at, playing, setPlaying } = usePlayback(showSeconds, inside, isShown);
  const { grid, framesPerStep, side, pixels } = inside;
  const frame = Math.min(Math.floor((at / showSeconds) * grid.steps * framesPerStep), grid.steps * framesPerStep - 1);
  const step = Math.floor(frame / framesPerStep);
  const map = chosenMap(inside, choice);
  useEffect(() => {
    if (!isShown) return;
    drawFrame(canvas.current!, { width: side, height: side, pixels }, frame);
    drawOverlay(canvas.current!, map, grid, step);
  }, [frame, map, isShown]);
  return html`
    <div class="result">
      <figure class="player">
        <canvas ref=${canvas} class="pixelated" width=${side} height=${side} role="img" aria-label=${`What the model sees of ${name}, brighter where it looks`}></canvas>
        <button type="button" onClick=${() => setPlaying(!playing)}>${playing ? "Pause" : "Play"}</button>
      </figure>
      <div>
        <p>${variant}: ${grid.steps} steps of ${grid.rows} × ${grid.columns} tokens, ${framesPerStep} frames each.</p>
        <${MapChooser} inside=${inside} choice=${choice} choose=${choose} />
        <${StepWeights} map=${map} grid=${grid} step=${step} />
        <${TokenGrid} map=${map} grid=${grid} step=${step} />
      </div>
    </div>
  `;
}
