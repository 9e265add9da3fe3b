import Pbf from "pbf";

/** A clip as DMVR and Scenic store it. */
export interface SequenceExample {
  /** Encoded pictures (JPEG as a rule), one a frame, of the feature list `image/encoded`. */
  readonly pictures: readonly Uint8Array[];
  /** Values of the context by name, such as `clip/label/index`, `clip/label/text`, `video/filename`. */
  readonly context: Readonly<Record<string, FeatureValues>>;
}

/** What a feature holds: texts or bytes, or numbers. */
export type FeatureValues = readonly Uint8Array[] | readonly number[];

const pictureList = "image/encoded";

/**
 * Read a tensorflow.SequenceExample.
 *
 * @throws Error if the bytes are none or hold no pictures
 * Source: TensorFlow `core/example/{example,feature}.proto`; DMVR `builders.py` for the names.
 */
export function decodeSequenceExample(bytes: Uint8Array): SequenceExample {
  const example = { pictures: [] as Uint8Array[], context: {} as Record<string, FeatureValues> };
  try {
    for (const [tag, message] of messagesIn(bytes))
      for (const [name, value] of mapIn(message)) {
        if (tag === 1) example.context[name] = readFeature(value);
        if (tag === 2 && name === pictureList) example.pictures.push(...readFeatureList(value));
      }
  } catch (error) {
    throw new Error(`decodeSequenceExample: expected a SequenceExample, got ${(error as Error).message}`);
  }
  if (example.pictures.length === 0)
    throw new Error(`decodeSequenceExample: expected pictures in the feature list ${pictureList}, got none`);
  return example;
}

/**
 * Read only the context of a SequenceExample, which writers put before its pictures.
 *
 * @param bytes the message, or its beginning
 * @param whole whether these are all its bytes
 * @returns undefined if the context is not within these bytes, or they are no message
 */
export function readContext(bytes: Uint8Array, whole: boolean): Readonly<Record<string, FeatureValues>> | undefined {
  try {
    const pbf = new Pbf(bytes);
    while (pbf.pos < pbf.length) {
      const key = pbf.readVarint();
      if ((key & 7) !== 2) return undefined;
      const message = pbf.readBytes();
      if (pbf.pos > pbf.length) return undefined;
      if (key >> 3 === 1) return Object.fromEntries(mapIn(message).map(([name, value]) => [name, readFeature(value)]));
    }
    return whole ? {} : undefined;
  } catch {
    return undefined;
  }
}

/** Write a tensorflow.SequenceExample; numbers are written as int64. */
export function encodeSequenceExample({ pictures, context }: SequenceExample): Uint8Array {
  const pbf = new Pbf();
  pbf.writeMessage(
    1,
    (_, features) => {
      for (const [name, values] of Object.entries(context))
        writeMapEntry(features, name, (to) => to.writeMessage(2, (__, feature) => writeFeature(values, feature), null));
    },
    null,
  );
  pbf.writeMessage(
    2,
    (_, lists) => {
      writeMapEntry(lists, pictureList, (to) =>
        to.writeMessage(
          2,
          (__, list) => {
            for (const picture of pictures)
              list.writeMessage(1, (___, feature) => writeFeature([picture], feature), null);
          },
          null,
        ),
      );
    },
    null,
  );
  return pbf.finish();
}

/** The texts of a feature; numbers and undefined give none. */
export function textsOf(values: FeatureValues | undefined): string[] {
  return (values ?? []).flatMap((value) => (typeof value === "number" ? [] : [new TextDecoder().decode(value)]));
}

/** The numbers of a feature; texts and undefined give none. */
export function numbersOf(values: FeatureValues | undefined): number[] {
  return (values ?? []).flatMap((value) => (typeof value === "number" ? [value] : []));
}

/**
 * The messages in a message, with their numbers; other fields are passed over.
 *
 * Pbf itself would follow a length far beyond the end of its bytes, so each message is read from bytes of its own.
 */
function messagesIn(bytes: Uint8Array): [tag: number, message: Uint8Array][] {
  const pbf = new Pbf(bytes);
  return pbf.readFields((tag, found: [number, Uint8Array][]) => {
    if (pbf.type !== 2) return;
    const begin = pbf.pos;
    found.push([tag, pbf.readBytes()]);
    if (pbf.pos > pbf.length) throw new Error(`${pbf.length - begin} bytes where ${pbf.pos - begin} were promised`);
  }, []);
}

/** The entries of a message whose only field is a map from names to messages: `Features` and `FeatureLists`. */
function mapIn(bytes: Uint8Array): [name: string, value: Uint8Array][] {
  return messagesIn(bytes).map(([, entry]) => {
    const fields = new Map(messagesIn(entry));
    return [new TextDecoder().decode(fields.get(1)), fields.get(2) ?? new Uint8Array()];
  });
}

/** `Feature`: a list of bytes (1), floats (2) or int64 (3). */
function readFeature(bytes: Uint8Array): FeatureValues {
  return messagesIn(bytes).flatMap(([kind, list]): (Uint8Array | number)[] => {
    if (kind === 1) return messagesIn(list).map(([, value]) => value);
    return kind === 2 || kind === 3 ? readNumbers(list, kind) : [];
  }) as unknown as FeatureValues;
}

/** Numbers one by one, or packed, several to a field. */
function readNumbers(list: Uint8Array, kind: 2 | 3): number[] {
  const read = (from: Pbf) => (kind === 2 ? from.readFloat() : from.readVarint(true));
  const pbf = new Pbf(list.slice()); // Pbf reads floats from the beginning of the whole buffer
  return pbf.readFields((_, numbers: number[]) => {
    if (pbf.type !== 2) return void numbers.push(read(pbf));
    const packed = new Pbf(pbf.readBytes().slice());
    while (packed.pos < packed.length) numbers.push(read(packed));
  }, []);
}

function readFeatureList(bytes: Uint8Array): Uint8Array[] {
  return messagesIn(bytes).flatMap(([, feature]) =>
    readFeature(feature).flatMap((value) => (typeof value === "number" ? [] : [value])),
  );
}

function writeMapEntry(pbf: Pbf, name: string, write: (entry: Pbf) => void): void {
  pbf.writeMessage(
    1,
    (_, entry) => {
      entry.writeStringField(1, name);
      write(entry);
    },
    null,
  );
}

function writeFeature(values: FeatureValues, pbf: Pbf): void {
  const bytes = values.filter((value) => value instanceof Uint8Array);
  const kind = bytes.length > 0 ? 1 : 3;
  pbf.writeMessage(
    kind,
    (_, list) => {
      if (kind === 3) list.writePackedVarint(1, values as number[]);
      else for (const value of bytes) list.writeBytesField(1, value);
    },
    null,
  );
}
