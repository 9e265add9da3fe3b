import type { DecodedVideo } from "../clip/decoded-video.ts";

/** What an example is for: to learn from, or to test with. */
export type Role = "learn" | "test";

/** One clip of a class. */
export interface Example {
  readonly video: DecodedVideo;
  /** Number of its class. */
  readonly label: number;
}

/** An example and what it is for. */
export interface GivenExample extends Example {
  readonly role: Role;
}

/** The clips that somebody has given, by class. */
export class Examples {
  readonly #all: GivenExample[] = [];

  get all(): readonly GivenExample[] {
    return this.#all;
  }

  add(video: DecodedVideo, label: number, role: Role): void {
    this.#all.push({ video, label, role });
  }

  of(role: Role): Example[] {
    return this.#all.filter((example) => example.role === role);
  }

  count(label: number, role: Role): number {
    return this.of(role).filter((example) => example.label === label).length;
  }

  /** Forget the clips of a class; the classes behind it move up where it is taken out. */
  remove(label: number, takeOut: boolean): void {
    const rest = this.#all.filter((example) => example.label !== label);
    const moved = rest.map((example) =>
      takeOut && example.label > label ? { ...example, label: example.label - 1 } : example,
    );
    this.#all.splice(0, this.#all.length, ...moved);
  }

  clear(): void {
    this.#all.length = 0;
  }

  /**
   * Make sure that there is something to learn.
   *
   * @throws Error that says what is missing
   */
  check(classes: readonly string[]): void {
    if (classes.length < 2) throw new Error("Name two classes or more: a model tells one from another");
    const names = classes.map((name) => name.trim());
    if (names.includes("")) throw new Error("Every class needs a name");
    if (new Set(names).size < names.length) throw new Error("Two classes have the same name; change one");
    const empty = classes.filter((_, label) => this.count(label, "learn") === 0);
    if (empty.length > 0) throw new Error(`Give a clip or more to learn from of: ${empty.join(", ")}`);
  }
}
