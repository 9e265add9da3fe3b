import type { Values } from "../names/transpose-host-tensor.ts";

/**
 * Memory of tensors that were read and turned, for the next of the same size: the system gives memory out page by page as
 * it is first written, which takes as long as turning a kernel does.
 */
export class SpareValues {
  readonly #spare = new Map<number, Values>();

  /** Values that nobody holds any more. */
  give(values: Values): void {
    if (values.byteLength === values.buffer.byteLength) this.#spare.set(values.length, values);
  }

  /** As many values as an example has, of the same kind. */
  take = (example: Values): Values => {
    const found = this.#spare.get(example.length);
    if (found?.constructor !== example.constructor)
      return new (example.constructor as Float32ArrayConstructor)(example.length);
    this.#spare.delete(example.length);
    return found;
  };
}
