import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { ClipEntry } from "../../clip-index.ts";
import { readRecordLength, recordHeadBytes, recordTailBytes } from "../../records/record-framing.ts";
import { type FeatureValues, numbersOf, readContext, textsOf } from "../../records/sequence-example.ts";
import type { SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";
import { splitOfName } from "./split-of-name.ts";

/** Bytes of a record that are read for its labels; more only if they do not stand at its beginning. */
const contextBytes = 4096;

interface Found {
  readonly entry: Omit<ClipEntry, "labels">;
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

/** Whether a file begins with the head of a record. */
export function isRecordFile(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(recordHeadBytes);
    return readSync(file, head, 0, head.length, 0) === head.length && readRecordLength(head) !== undefined;
  } finally {
    closeSync(file);
  }
}

/**
 * TFRecord files of SequenceExamples, as DMVR writes and Scenic reads them: pictures `image/encoded`, labels
 * `clip/label/index` and `clip/label/text`. The name of a file tells its split: `train-00000-of-00128`.
 *
 * @throws SourceError where a record is cut short or its checksum is wrong
 */
export function readRecordFiles(directory: string, files: readonly string[]): SourceContent {
  const notices: string[] = [];
  const found = files.flatMap((file) => scan(directory, file));
  const all = found.flatMap(({ numbers }) => numbers);
  const lowest = all.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const first = lowest === 1 ? 1 : 0;
  if (first === 1) notices.push("clip/label/index runs from 1; it is taken from 0");
  const classes = nameClasses(found, all.reduce((high, value) => Math.max(high, value), 0) + 1 - first, first);
  const severalLabels = found.some(({ numbers }) => numbers.length > 1);
  const entries = found.map(({ entry, numbers }) => ({ ...entry, labels: numbers.map((value) => value - first) }));
  return { classes, ...(severalLabels ? { severalLabels } : {}), entries, horizontalFlip: true, notices, missing: [] };
}

/** The text that stands beside each number; the number where there is none. */
function nameClasses(found: readonly Found[], count: number, first: number): string[] {
  const names = Array.from({ length: count }, (_, id) => String(id + first));
  for (const { numbers, texts } of found)
    if (texts.length === numbers.length) for (const [at, value] of numbers.entries()) names[value - first] = texts[at]!;
  return names;
}

function scan(directory: string, path: string): Found[] {
  const split = splitOfName(path) ?? splitOfName(path.split("/").at(-2) ?? "") ?? "train";
  const file = openSync(join(directory, ...path.split("/")), "r");
  try {
    const size = fstatSync(file).size;
    const found: Found[] = [];
    for (let at = 0; at < size; ) {
      const length = recordLength(file, at, size, path, found.length);
      const offset = at + recordHeadBytes;
      const context = contextAt(file, offset, length, path, found.length);
      const numbers = numbersOf(context["clip/label/index"]);
      found.push({
        entry: { path, part: { kind: "record", offset, length }, split },
        numbers,
        texts: textsOf(context["clip/label/text"]),
      });
      at = offset + length + recordTailBytes;
    }
    return found;
  } finally {
    closeSync(file);
  }
}

function recordLength(file: number, at: number, size: number, path: string, record: number): number {
  const head = Buffer.alloc(recordHeadBytes);
  const read = readSync(file, head, 0, head.length, at);
  const length = read === head.length ? readRecordLength(head) : undefined;
  if (length === undefined)
    throw new SourceError(
      path,
      undefined,
      `expected a record at byte ${at} (number ${record}), its checksum is wrong; copy the file again`,
    );
  if (at + recordHeadBytes + length + recordTailBytes > size)
    throw new SourceError(
      path,
      undefined,
      `record ${record} promises ${length} bytes, the file ends before; copy it again`,
    );
  return length;
}

function contextAt(
  file: number,
  offset: number,
  length: number,
  path: string,
  record: number,
): Readonly<Record<string, FeatureValues>> {
  for (const bytes of [Math.min(contextBytes, length), length]) {
    const data = Buffer.alloc(bytes);
    readSync(file, data, 0, bytes, offset);
    const context = readContext(data, bytes === length);
    if (context) return context;
  }
  throw new SourceError(path, undefined, `record ${record} is no SequenceExample with labels`);
}
