import type { ByteSource } from "./byte-source.ts";

/** Files that are one after another, as one. */
export function joinSources(sources: readonly ByteSource[]): ByteSource {
  const size = sources.reduce((sum, source) => sum + source.size, 0);
  return {
    size,
    read: async (begin, end) => {
      const pieces: Uint8Array[] = [];
      let sourceBegin = 0;
      for (const source of sources) {
        const from = Math.max(begin, sourceBegin);
        const to = Math.min(end, sourceBegin + source.size);
        if (from < to) pieces.push(await source.read(from - sourceBegin, to - sourceBegin));
        sourceBegin += source.size;
      }
      return pieces.length === 1 ? pieces[0]! : concatenate(pieces, end - begin);
    },
  };
}

function concatenate(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const piece of pieces) {
    whole.set(piece, filled);
    filled += piece.length;
  }
  return whole;
}
