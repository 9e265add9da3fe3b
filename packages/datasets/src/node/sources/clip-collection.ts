import type { ClipEntry } from "../../clip-index.ts";
import type { MissingClip, SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";

/** Clips that lists name, each once: those that are there, those that are missing, and what to say of them. */
export class ClipCollection {
  readonly #entries: ClipEntry[] = [];
  readonly #missing: MissingClip[] = [];
  readonly #seen = new Map<string, { file: string; line: number | undefined; labels: string; split?: string }>();
  readonly #repeated: MissingClip[] = [];
  readonly #notices: string[] = [];

  /**
   * Add what a line of a list names.
   *
   * @param id what tells the clip from all others
   * @param entry undefined if it is not there
   * @param at what was looked for, and by which line
   * @throws SourceError if the clip came before with other labels
   */
  add(id: string, entry: ClipEntry | "" | undefined, at: MissingClip, labels: readonly (number | string)[]): void {
    const known = this.#seen.get(id);
    const own = labels.join(",");
    if (known && known.labels !== own)
      throw new SourceError(
        at.file,
        at.line,
        `expected every clip once, got ${id} again with another label (first in ${known.file}, line ${known.line}); remove one of the two`,
      );
    if (known) return void this.#repeated.push(at);
    this.#seen.set(id, { file: at.file, line: at.line, labels: own });
    if (entry) this.#entries.push(entry);
    else this.#missing.push(at);
  }

  /** Note what people should know. */
  say(notice: string): void {
    this.#notices.push(notice);
  }

  content(): Pick<SourceContent, "entries" | "missing" | "notices"> {
    const notices = [...this.#notices];
    const total = this.#entries.length + this.#missing.length;
    if (this.#missing.length > 0)
      notices.push(
        `${this.#missing.length} of ${total} clips in the lists are not there, and left out (first: ${place(this.#missing[0]!)})`,
      );
    if (this.#repeated.length > 0)
      notices.push(
        `${this.#repeated.length} clips are in the lists again, and taken once (first: ${place(this.#repeated[0]!)})`,
      );
    return { entries: this.#entries, missing: this.#missing, notices };
  }
}

function place({ path, file, line }: MissingClip): string {
  return `${path}, ${file}${line === undefined ? "" : ` line ${line}`}`;
}
