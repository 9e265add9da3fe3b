import { SpareMemory } from "../loader/spare-memory.ts";

/** Memory of pixels that are no longer read, for those to come; that of 16 arrays is kept. */
export class PixelMemory extends SpareMemory<Uint8Array> {
  constructor() {
    super((length) => new Uint8Array(Buffer.allocUnsafeSlow(length).buffer), 16);
  }

  /** @param bytes that nobody reads any more; left alone if they are a part of other memory */
  override give(bytes: Uint8Array): void {
    if (bytes.byteLength === bytes.buffer.byteLength) super.give(bytes);
  }
}
