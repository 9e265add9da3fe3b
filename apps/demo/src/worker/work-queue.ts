/** Does one piece of work after the other, whatever becomes of each. */
export class WorkQueue {
  #last: Promise<unknown> = Promise.resolve();

  add<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
