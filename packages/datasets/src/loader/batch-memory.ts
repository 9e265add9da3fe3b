/** Most batches whose memory is kept. */
const most = 8;

/**
 * Memory of batches that are no longer read, for those to come: new memory costs more time than the values to fill it with, as
 * the system clears every page of it first.
 */
export class BatchMemory {
  #spare: Float32Array[] = [];
  readonly #allocate: (bytes: number) => ArrayBufferLike;

  /** @param allocate new memory, such as other threads see; plain memory if left out */
  constructor(allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes)) {
    this.#allocate = allocate;
  }

  /** @param length values; what is in them is of no account */
  take(length: number): Float32Array {
    const at = this.#spare.findIndex((values) => values.length === length);
    return at < 0 ? new Float32Array(this.#allocate(4 * length)) : this.#spare.splice(at, 1)[0]!;
  }

  give(values: Float32Array): void {
    if (!this.#spare.includes(values)) this.#spare = [values, ...this.#spare].slice(0, most);
  }

  clear(): void {
    this.#spare = [];
  }
}
