/** Lets calls of a program run one after another, and none after it was disposed. */
export class CallQueue {
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  /** Run when everything before has ended, failed or not. */
  async run<Result>(caller: string, call: () => Result | Promise<Result>): Promise<Result> {
    this.check(caller);
    const result = this.#last.then(call, call);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** @throws Error if the program was disposed */
  check(caller: string): void {
    if (this.#disposed) throw new Error(`${caller}: expected a program in use, got one that was disposed`);
  }

  /** Refuse further calls, and free what the program holds when those in the queue have ended. A second call waits too. */
  async dispose(free: () => void | Promise<void>): Promise<void> {
    const first = !this.#disposed;
    this.#disposed = true;
    if (first) this.#last = this.#last.then(free);
    await this.#last;
  }
}
