/**
 * Memory that is no longer read, for values to come: new memory costs more time than the values to fill it with, as the system
 * clears every page of it first.
 */
export class SpareMemory<Values extends Uint8Array | Float32Array> {
  #spare: Values[] = [];
  readonly #allocate: (length: number) => Values;
  readonly #most: number;

  /**
   * @param allocate new memory for so many values
   * @param most arrays that are kept
   */
  constructor(allocate: (length: number) => Values, most: number) {
    this.#allocate = allocate;
    this.#most = most;
  }

  /** @param length values; what is in them is of no account */
  take(length: number): Values {
    const at = this.#spare.findIndex((values) => values.length === length);
    return at < 0 ? this.#allocate(length) : this.#spare.splice(at, 1)[0]!;
  }

  give(values: Values): void {
    if (!this.#spare.includes(values)) this.#spare = [values, ...this.#spare].slice(0, this.#most);
  }

  clear(): void {
    this.#spare = [];
  }
}
