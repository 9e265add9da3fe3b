import type { Stage } from "./classified-video.ts";

/** Adds up how long each stage of some work takes. */
export class Stopwatch {
  readonly #stages = new Map<string, number>();

  /** Time some work under a name. */
  async time<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.#stages.set(name, (this.#stages.get(name) ?? 0) + performance.now() - started);
    }
  }

  /** The stages in the order in which they began. */
  get stages(): Stage[] {
    return [...this.#stages].map(([name, milliseconds]) => ({ name, milliseconds }));
  }
}
