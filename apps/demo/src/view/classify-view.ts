import { proxy } from "comlink";
import { useState } from "preact/hooks";
import type { ClassifiedVideo } from "../classify/classified-video.ts";
import type { VideoSource } from "../clip/decoded-video.ts";
import { useApp } from "./app-context.ts";
import { CameraPanel } from "./camera-panel.ts";
import { ClipPlayer } from "./clip-player.ts";
import { DropZone } from "./drop-zone.ts";
import { html } from "./html.ts";
import { StageTimes } from "./stage-times.ts";
import { Timeline } from "./timeline.ts";
import { TopFive } from "./top-five.ts";
import { pause } from "./use-camera.ts";

/** The clips that come with the page. */
const bundledClips = { "there-and-back": "There and back", growing: "Growing", right: "To the right" };

/** Choose a clip and see what the model says of it. */
export function ClassifyView({ isShown }: { isShown: boolean }) {
  const { worker, attempt, model, video, setVideo, busy } = useApp();
  const classify = (source: VideoSource) =>
    attempt(`Reading ${source.name} …`, async (say) => {
      const onProgress = proxy((stage: string, share: number) => say(`${stage}: ${Math.round(100 * share)} %`));
      const classified = await worker.classify(source, onProgress);
      await pause(0); // receiving it is one task of the page, drawing it another
      setVideo(classified);
    });
  const here = (name: string) => new URL(`clips/${name}.mp4`, document.baseURI).href;
  const off = model === undefined || busy !== undefined;
  return html`
    <h2>What does it see?</h2>
    <div class="row">
      ${Object.entries(bundledClips).map(
        ([name, title]) =>
          html`<button disabled=${off} onClick=${() => classify({ name: title, url: here(name) })}>${title}</button>`,
      )}
    </div>
    <${DropZone} label="Choose or drop a video" disabled=${off} take=${([file]: File[]) => file && classify({ name: file.name, file })} />
    <${AddressForm} disabled=${off} take=${(url: string) => classify({ name: url.split("/").at(-1) || url, url })} />
    <${CameraPanel} disabled=${off} />
    ${video && html`<${Result} video=${video} isShown=${isShown} />`}
  `;
}

/** What the model said, beside the clip as it plays. */
function Result({ video, isShown }: { video: ClassifiedVideo; isShown: boolean }) {
  const [second, setSecond] = useState(0);
  return html`
    <div class="result" data-testid="result" data-logits=${video.logits.join(" ")}>
      <${ClipPlayer} preview=${video.preview} frameRate=${video.frameRate} total=${video.frames} label=${video.name} isShown=${isShown} onSecond=${setSecond} />
      <div>
        <${TopFive} labels=${video.labels} scores=${video.scores} title=${`${video.name}: ${video.frames} frames, ${video.seconds.toFixed(1)} s`} />
        ${video.remarks.map((remark) => html`<p class="remark">${remark}</p>`)}
        <${StageTimes} stages=${video.stages} />
      </div>
    </div>
    <${Timeline} video=${video} second=${second} />
  `;
}

function AddressForm({ disabled, take }: { disabled: boolean; take: (url: string) => void }) {
  const submit = (event: Event) => {
    event.preventDefault();
    take(String(new FormData(event.currentTarget as HTMLFormElement).get("address")));
  };
  return html`
    <form onSubmit=${submit}>
      <label>Address of a video <input type="url" name="address" required placeholder="https://…" /></label>
      <button disabled=${disabled}>Classify address</button>
    </form>
  `;
}
