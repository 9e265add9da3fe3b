import { useState } from "preact/hooks";
import { modelFrameRate } from "../clip/model-frame-rate.ts";
import { useApp } from "./app-context.ts";
import { html } from "./html.ts";
import { pause, useCamera } from "./use-camera.ts";

interface RecordButtonProps {
  /** Of the class. */
  readonly title: string;
  readonly disabled: boolean;
  readonly take: (pictures: ImageBitmap[]) => void;
}

/** Opens the camera; then records clips as long as the model's window, one a press. */
export function RecordButton({ title, disabled, take }: RecordButtonProps) {
  const { attempt, model } = useApp();
  const camera = useCamera();
  const [left, setLeft] = useState(0);
  const open = () => attempt("Opening the camera …", () => camera.open());
  const record = async () => {
    const { frames, stride } = model!;
    const pictures: ImageBitmap[] = [];
    try {
      for (let at = 0; at < frames; at++) {
        setLeft(frames - at);
        const started = performance.now();
        pictures.push(await camera.takePicture());
        await pause((1000 * stride) / modelFrameRate - (performance.now() - started));
      }
    } finally {
      setLeft(0);
    }
    take(pictures);
  };
  if (!camera.isOpen)
    return html`<button type="button" class="quiet" disabled=${disabled} aria-label=${`Record with the camera: ${title}`} onClick=${open}>Record with the camera</button>`;
  const seconds = model ? (model.frames * model.stride) / modelFrameRate : 0;
  return html`
    <video ref=${camera.attach} autoplay muted playsinline aria-label="What the camera sees"></video>
    <div class="row">
      <button type="button" disabled=${disabled || left > 0} onClick=${() => attempt("Recording …", record)}>${left > 0 ? `Recording, ${left} pictures left` : `Record ${seconds.toFixed(1)} s`}</button>
      <button type="button" class="quiet" onClick=${camera.close}>Close camera</button>
    </div>
  `;
}
