import { type FileWithPath, fromEvent } from "file-selector";
import { useState } from "preact/hooks";
import { html } from "./html.ts";

interface DropZoneProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly multiple?: boolean;
  /** Whether a folder is chosen rather than files. */
  readonly folder?: boolean;
  readonly accept?: string;
  /** Given the files, each with its path below the folder that was chosen or dropped. */
  readonly take: (files: FileWithPath[]) => void;
}

/** A field for files that are chosen, with the keyboard too, or dropped; a folder that is dropped gives the files in it. */
export function DropZone({ label, disabled, multiple, folder, accept = "video/*,.mkv", take }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const hand = async (event: Event) => {
    const files = (await fromEvent(event)) as FileWithPath[];
    if (files.length > 0) take(multiple || folder ? files : files.slice(0, 1));
  };
  const choose = async (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    await hand(event);
    input.value = ""; // the same file may be chosen again
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) void hand(event);
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
