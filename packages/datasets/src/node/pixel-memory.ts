/** Most arrays that are kept. */
const most = 16;

/** Memory of pixels that are no longer read, for those to come: what is new has to be cleared by the system and collected again. */
export class PixelMemory {
  #spare: Uint8Array[] = [];

  /** @param length bytes; what is in them is of no account */
  take(length: number): Uint8Array {
    const at = this.#spare.findIndex((bytes) => bytes.length === length);
    return at < 0 ? new Uint8Array(Buffer.allocUnsafeSlow(length).buffer) : this.#spare.splice(at, 1)[0]!;
  }

  /** @param bytes that nobody reads any more; not a part of other memory */
  give(bytes: Uint8Array): void {
    if (bytes.byteLength !== bytes.buffer.byteLength || this.#spare.includes(bytes)) return;
    this.#spare = [bytes, ...this.#spare].slice(0, most);
  }
}
