import type { HostTensor } from "@vivit/nn";

/** Inputs by name. */
export type Feeds = ReadonlyMap<string, HostTensor>;

/** Tensors below this many bytes go by value; inputs that take more than the other together do so all. */
const [leastBytes, mostBytes] = [2 ** 16, 2 ** 26];

/**
 * Puts the inputs of a program into memory that another thread sees: a message with them copies nothing and leaves no garbage.
 *
 * The memory serves call after call, so a call must be answered before the next one's inputs are put there.
 */
export class SharedFeeds {
  readonly #memory = new KeptMemory((bytes) => new SharedArrayBuffer(bytes));

  /** The same tensors, large ones in shared memory. */
  share(feeds: Feeds): Feeds {
    const bytes = [...feeds.values()].reduce((sum, { values }) => sum + values.byteLength, 0);
    if (bytes > mostBytes) return feeds;
    return this.#memory.copy(feeds, ({ values }) => values.byteLength >= leastBytes && !isShared(values));
  }
}

/** Copies inputs out of shared memory, which ONNX Runtime does not take, into memory that serves call after call. */
export class OwnFeeds {
  readonly #memory = new KeptMemory((bytes) => new ArrayBuffer(bytes));

  /** The same tensors, all in memory of this thread alone. */
  take(feeds: Feeds): Feeds {
    return this.#memory.copy(feeds, ({ values }) => isShared(values));
  }
}

/** Whether another thread sees these values too; so may whoever made them, who then spares a copy. */
export function isShared({ buffer }: HostTensor["values"]): boolean {
  return buffer instanceof SharedArrayBuffer;
}

/** Memory for tensors by name, allocated once for each. */
class KeptMemory {
  readonly #kept = new Map<string, HostTensor["values"]>();

  constructor(readonly allocate: (bytes: number) => ArrayBufferLike) {}

  /** The same tensors, those that are wanted copied into this memory. */
  copy(feeds: Feeds, isWanted: (tensor: HostTensor) => boolean): Feeds {
    const copied = (name: string, tensor: HostTensor) => {
      const place = this.#placeFor(name, tensor.values);
      place.set(tensor.values);
      return { ...tensor, values: place };
    };
    return new Map([...feeds].map(([name, tensor]) => [name, isWanted(tensor) ? copied(name, tensor) : tensor]));
  }

  #placeFor(name: string, values: HostTensor["values"]): HostTensor["values"] {
    const kept = this.#kept.get(name);
    if (kept?.length === values.length) return kept; // a program's input has one type and one shape
    const View = values.constructor as new (memory: ArrayBufferLike) => HostTensor["values"];
    const place = new View(this.allocate(values.byteLength));
    this.#kept.set(name, place);
    return place;
  }
}
