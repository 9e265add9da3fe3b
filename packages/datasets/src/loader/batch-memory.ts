import { SpareMemory } from "./spare-memory.ts";

/** Memory of batches that are no longer read, for those to come; that of 8 is kept. */
export class BatchMemory extends SpareMemory<Float32Array> {
  /** @param allocate new memory, such as other threads see; plain memory if left out */
  constructor(allocate: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes)) {
    super((length) => new Float32Array(allocate(4 * length)), 8);
  }
}
