/** A box of an MP4 file, by bytes: `start` of its head, `content` behind the head, `end`. */
export interface Mp4Box {
  readonly type: string;
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** Boxes that lie one after the other. */
export function listBoxes(file: Buffer, start = 0, end = file.length): Mp4Box[] {
  const boxes: Mp4Box[] = [];
  for (let at = start; at + 8 <= end; ) {
    const size = file.readUInt32BE(at);
    if (size < 8) break;
    boxes.push({ type: file.toString("latin1", at + 4, at + 8), start: at, content: at + 8, end: at + size });
    at += size;
  }
  return boxes;
}

/**
 * The box that a path of types leads to, each the first of its kind.
 *
 * @throws Error if there is none
 */
export function findBox(file: Buffer, path: readonly string[]): Mp4Box {
  let found: Mp4Box = { type: "", start: 0, content: 0, end: file.length };
  for (const type of path) {
    const next = listBoxes(file, found.content, found.end).find((box) => box.type === type);
    if (!next) throw new Error(`findBox: expected ${path.join("/")}, found no ${type}`);
    found = next;
  }
  return found;
}

/** Where the tables of the samples lie, of the first stream. */
export const sampleTables = ["moov", "trak", "mdia", "minf", "stbl"] as const;

/** The same file with its index (moov) before its pictures, as for playing while it loads. */
export function indexFirst(file: Buffer): Buffer {
  const [index, content] = [findBox(file, ["moov"]), findBox(file, ["mdat"])];
  if (index.start < content.start) return Buffer.from(file);
  const moved = Buffer.from(file.subarray(index.start, index.end));
  const places = findBox(moved, [...sampleTables, "stco"]).content;
  for (let entry = 0; entry < moved.readUInt32BE(places + 4); entry++) {
    const at = places + 8 + entry * 4;
    moved.writeUInt32BE(moved.readUInt32BE(at) + moved.length, at);
  }
  const rest = [file.subarray(content.start, index.start), file.subarray(index.end)];
  return Buffer.concat([file.subarray(0, content.start), moved, ...rest]);
}
