import { useEffect, useRef } from "preact/hooks";
import type { Preview } from "../clip/decoded-video.ts";
import type { Role } from "../teach/examples.ts";
import { drawFrame } from "./clip-player.ts";
import { DropZone } from "./drop-zone.ts";
import { html } from "./html.ts";
import { RecordButton } from "./record-button.ts";
import type { ClassOfClips } from "./use-classes.ts";

interface ClassCardProps {
  readonly card: ClassOfClips;
  readonly number: number;
  readonly disabled: boolean;
  readonly rename: (name: string) => void;
  readonly addFiles: (files: readonly File[], role: Role) => void;
  readonly addPictures: (pictures: ImageBitmap[], role: Role) => void;
  readonly forget: () => void;
  readonly remove: () => void;
}

/** A class: its name, and clips to learn from and to test with. */
export function ClassCard({ card, number, disabled, ...actions }: ClassCardProps) {
  const { name, learn, test } = card;
  const title = name || `class ${number}`;
  const rename = (event: Event) => actions.rename((event.currentTarget as HTMLInputElement).value);
  return html`
    <fieldset class="card">
      <legend>Class ${number}</legend>
      <label>Name <input value=${name} onInput=${rename} /></label>
      <${DropZone} label=${`Clips to learn from (${learn.length})`} multiple disabled=${disabled} take=${(files: File[]) => actions.addFiles(files, "learn")} />
      <${DropZone} label=${`Clips to test with (${test.length})`} multiple disabled=${disabled} take=${(files: File[]) => actions.addFiles(files, "test")} />
      <${RecordButton} title=${title} disabled=${disabled} take=${(pictures: ImageBitmap[]) => actions.addPictures(pictures, "learn")} />
      <div class="row thumbnails">${learn.map((preview, at) => html`<${Thumbnail} preview=${preview} label=${`Clip ${at + 1} of ${title}`} />`)}</div>
      <div class="row">
        <button type="button" class="quiet" disabled=${disabled} aria-label=${`Forget clips of ${title}`} onClick=${actions.forget}>Forget clips</button>
        <button type="button" class="quiet" disabled=${disabled} aria-label=${`Remove ${title}`} onClick=${actions.remove}>Remove</button>
      </div>
    </fieldset>
  `;
}

function Thumbnail({ preview, label }: { preview: Preview; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => drawFrame(canvas.current!, preview, Math.floor(preview.numbers.length / 2)), [preview]);
  return html`<canvas ref=${canvas} width=${preview.width} height=${preview.height} role="img" aria-label=${label}></canvas>`;
}
