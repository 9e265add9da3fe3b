import type { FolderModel } from "@vivit/weights";
import type { DecodedVideo, Preview } from "../clip/decoded-video.ts";
import { Examples, type GivenExample, type Role } from "../teach/examples.ts";
import { type TaughtStage, type TeachProgress, teach } from "../teach/teach.ts";
import type { Session } from "./session.ts";

/** What a teacher knows, as plain data. */
export interface PackedTeacher {
  readonly examples: readonly GivenExample[];
  readonly base: FolderModel | undefined;
}

/** Teaches the session's model, and remembers what it was before. */
export class Teacher {
  readonly #session: Session;
  readonly #examples = new Examples();
  /** What teaching begins with, however often: never what was taught before. */
  #base: FolderModel | undefined;
  #stopped = false;

  constructor(session: Session) {
    this.#session = session;
  }

  add(video: DecodedVideo, label: number, role: Role): Preview {
    this.#examples.add(video, label, role);
    return video.preview;
  }

  remove(label: number, takeOut: boolean): void {
    this.#examples.remove(label, takeOut);
  }

  /** Another model was loaded: clips were made for the one before. */
  forgetAll(): void {
    this.#examples.clear();
    this.#base = undefined;
  }

  pack(): PackedTeacher {
    return { examples: this.#examples.all, base: this.#base };
  }

  /** Go on where another teacher ended; to be called first. */
  unpack({ examples, base }: PackedTeacher): void {
    for (const { video, label, role } of examples) this.#examples.add(video, label, role);
    this.#base = base;
  }

  stop(): void {
    this.#stopped = true;
  }

  /**
   * Teach, and use what came out of it. On compiled WebAssembly, whose gradients hold everywhere.
   *
   * @returns what ended the training of everything, if it failed: what the head learned before is in use then
   */
  async teach(
    classes: readonly string[],
    epochs: number,
    onProgress: (progress: TeachProgress) => void,
    onStage: (stage: TaughtStage) => void,
  ): Promise<string | undefined> {
    this.#stopped = false;
    this.#base ??= this.#session.model;
    const { taught, problem } = await teach({
      runtime: await this.#session.runtime("compiled-wasm"),
      base: this.#base,
      classes,
      examples: this.#examples,
      epochs,
      onProgress,
      onStage,
      isStopped: () => this.#stopped,
    });
    await this.#session.setModel(taught);
    return problem;
  }
}
