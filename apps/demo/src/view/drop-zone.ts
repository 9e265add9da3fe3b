import { useState } from "preact/hooks";
import { html } from "./html.ts";

interface DropZoneProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly multiple?: boolean;
  /** Whether a folder is chosen rather than files. */
  readonly folder?: boolean;
  readonly accept?: string;
  readonly take: (files: File[]) => void;
}

/** A field for files that are chosen, with the keyboard too, or dropped. */
export function DropZone({ label, disabled, multiple, folder, accept = "video/*,.mkv", take }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const choose = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ""; // the same file may be chosen again
    if (files.length > 0) take(files);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!disabled && files.length > 0) take(multiple || folder ? files : files.slice(0, 1));
  };
  const hover = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return html`
    <label class=${over ? "drop over" : "drop"} onDragOver=${hover} onDragLeave=${() => setOver(false)} onDrop=${drop}>
      ${label}
      <input
        type="file"
        accept=${folder ? undefined : accept}
        multiple=${multiple}
        webkitdirectory=${folder}
        disabled=${disabled}
        onChange=${choose}
      />
    </label>
  `;
}
