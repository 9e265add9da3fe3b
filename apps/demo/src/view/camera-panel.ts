import { transfer } from "comlink";
import { useEffect, useRef, useState } from "preact/hooks";
import { modelFrameRate } from "../clip/model-frame-rate.ts";
import { useApp } from "./app-context.ts";
import { explain } from "./explain.ts";
import { html } from "./html.ts";
import { pause, useCamera } from "./use-camera.ts";

/** The camera, named as it goes: the last two seconds or so, again and again. */
export function CameraPanel({ disabled }: { disabled: boolean }) {
  const app = useApp();
  const camera = useCamera();
  const [word, setWord] = useState("");
  const running = useRef(false);
  useEffect(() => {
    running.current = camera.isOpen;
    if (camera.isOpen) watch(app, camera, running, setWord).catch((error: unknown) => setWord(explain(error)));
  }, [camera.isOpen]);
  const toggle = () => {
    if (camera.isOpen) camera.close();
    else void app.attempt("Opening the camera …", () => camera.open());
  };
  return html`
    <div class="camera">
      <button type="button" disabled=${disabled && !camera.isOpen} onClick=${toggle}>${camera.isOpen ? "Stop camera" : "Use camera"}</button>
      ${
        camera.isOpen &&
        html`
        <video ref=${camera.attach} autoplay muted playsinline aria-label="What the camera sees"></video>
        <p class="live" role="status" aria-live="polite">${word || "Watching …"}</p>
      `
      }
    </div>
  `;
}

type Running = { current: boolean };

/** Take a picture at the model's pace; whenever the worker is free, ask it about the last ones. */
async function watch(
  { worker, model }: ReturnType<typeof useApp>,
  camera: ReturnType<typeof useCamera>,
  running: Running,
  say: (word: string) => void,
): Promise<void> {
  const { frames, stride } = model!;
  const pictures: ImageBitmap[] = [];
  let asking = false;
  while (running.current) {
    const started = performance.now();
    if (document.hidden) {
      say("Paused while this tab is in the background");
      await pause(500);
      continue;
    }
    pictures.push(await camera.takePicture());
    if (pictures.length > frames) pictures.shift()!.close();
    if (pictures.length === frames && !asking) {
      asking = true;
      void askAbout(worker, pictures)
        .then(say, (error: unknown) => say(explain(error)))
        .finally(() => {
          asking = false;
        });
    }
    await pause((1000 * stride) / modelFrameRate - (performance.now() - started));
  }
  for (const picture of pictures) picture.close();
}

async function askAbout({ classifyPictures }: ReturnType<typeof useApp>["worker"], last: readonly ImageBitmap[]) {
  const pictures = await Promise.all(last.map((picture) => createImageBitmap(picture)));
  const { labels, scores, stages } = await classifyPictures("the camera", transfer(pictures, pictures));
  const best = scores.indexOf(Math.max(...scores));
  const time = stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return `${labels[best]} (${(100 * scores[best]!).toFixed(0)} %, ${time.toFixed(0)} ms)`;
}
