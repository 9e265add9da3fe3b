import fc from "fast-check";

/** One change of a file. Places are shares of its length, so that they fit whatever came before. */
type Edit =
  | { readonly kind: "set" | "cut" | "repeat" | "end"; readonly at: number; readonly value: number }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: readonly number[] };

/** What formats mind most: lengths at their limits, marks, brackets, instructions of pickles, first bytes of MessagePack. */
const telling = [
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0],
  [0x50, 0x4b, 1, 2],
  [0x81, 0xa0],
  [0xdf, 0xff, 0xff, 0xff, 0xff],
  [0xc9, 0xff, 0xff, 0xff, 0xff, 1],
  [0x63, 0x6f, 0x73, 0x0a, 0x61, 0x0a],
  [0x28, 0x52],
  [0x5d, 0x7b],
  [0x2d, 0x31],
  [0x22],
  [0x2c],
  [0x7d],
  [0x46, 0x31, 0x36],
  [0x49, 0x36, 0x34],
];

/** Every place alike: fast-check prefers numbers near 0, which would be the first byte again and again. */
const place = fc.noBias(fc.nat(65_535)).map((share) => share / 65_536);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("set" as const), at: place, value: fc.nat(255) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("cut" as const, "repeat" as const),
      at: place,
      value: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("end" as const), at: place, value: fc.constant(0) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("insert" as const), at: place, bytes: fc.constantFrom(...telling) }),
  },
);

/** Files that were this one before somebody or something changed one to four places. */
export function mutatedBytes(original: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => edits.reduce(apply, original));
}

function apply(bytes: Uint8Array, change: Edit): Uint8Array {
  const at = Math.floor(change.at * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (change.kind === "insert") return joined(before, Uint8Array.from(change.bytes), after);
  if (change.kind === "end") return joined(before);
  if (change.kind === "cut") return joined(before, after.subarray(change.value));
  if (change.kind === "repeat") return joined(before, after.subarray(0, change.value), after);
  return joined(before, Uint8Array.of(change.value), after.subarray(1));
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const piece of pieces) {
    whole.set(piece, filled);
    filled += piece.length;
  }
  return whole;
}
