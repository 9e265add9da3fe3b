import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "../files/byte-source.ts";

/** One token of MessagePack. What has a length is not read yet: lists and maps follow token by token, bytes can be skipped. */
export type Token =
  | { readonly kind: "plain"; readonly value: null | boolean | number | string }
  | { readonly kind: "list" | "map"; readonly length: number }
  | { readonly kind: "bytes"; readonly begin: number; readonly length: number }
  | { readonly kind: "extension"; readonly type: number; readonly begin: number; readonly length: number };

/** Bytes that are read at once: names and numbers lie between long runs of values that are skipped. */
const windowBytes = 4096;
/** Longest name or text, in bytes. */
const longestText = 65_536;

/**
 * Reads MessagePack from anywhere in a source, token by token, so that neither values nor hostile lengths cost memory.
 *
 * Source: the MessagePack specification.
 */
export class MessagePackCursor {
  private window: Uint8Array = new Uint8Array(0);
  private windowBegin = 0;

  constructor(
    private readonly source: ByteSource,
    public at = 0,
    private readonly end = source.size,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.end;
  }

  async token(): Promise<Token> {
    const code = (await this.take(1)).getUint8(0);
    if (code <= 0x7f) return plain(code);
    if (code <= 0x8f) return { kind: "map", length: code & 0x0f };
    if (code <= 0x9f) return { kind: "list", length: code & 0x0f };
    if (code <= 0xbf) return this.text(code & 0x1f);
    if (code >= 0xe0) return plain(code - 0x100);
    const read = tokens[code];
    if (!read) throw this.refusal("MessagePack", `byte 0x${code.toString(16)}`);
    return read(this);
  }

  /** A number of so many bytes, highest first, as a length. */
  async length(bytes: 1 | 2 | 4): Promise<number> {
    const view = await this.take(bytes);
    return bytes === 1 ? view.getUint8(0) : bytes === 2 ? view.getUint16(0) : view.getUint32(0);
  }

  async text(length: number): Promise<Token> {
    if (length > longestText) throw this.refusal(`texts of at most ${longestText} bytes`, `${length}`);
    try {
      return plain(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await this.take(length)));
    } catch (error) {
      if (error instanceof CheckpointError) throw error;
      throw this.refusal("UTF-8 text", "other bytes");
    }
  }

  /** Bytes that stay where they are. */
  skip(length: number): { begin: number; length: number } {
    const begin = this.at;
    if (length > this.end - begin) throw this.refusal(`${length} bytes more`, `${this.end - begin}`);
    this.at += length;
    return { begin, length };
  }

  async extension(length: number): Promise<Token> {
    const type = (await this.take(1)).getInt8(0);
    return { kind: "extension", type, ...this.skip(length) };
  }

  async take(length: number): Promise<DataView> {
    const { begin } = this.skip(length);
    const [from, to] = [this.windowBegin, this.windowBegin + this.window.length];
    if (begin < from || begin + length > to) {
      this.windowBegin = begin;
      this.window = await this.source.read(begin, Math.min(this.end, begin + Math.max(length, windowBytes)));
    }
    return new DataView(this.window.buffer, this.window.byteOffset + begin - this.windowBegin, length);
  }

  refusal(wanted: string, got: string): CheckpointError {
    return new CheckpointError(
      `readFlax: byte ${this.at}: expected ${wanted}, got ${got}; the file is cut short, damaged, or no Flax checkpoint`,
    );
  }
}

function plain(value: null | boolean | number | string): Token {
  return { kind: "plain", value };
}

type ReadToken = (cursor: MessagePackCursor) => Token | Promise<Token>;
const number =
  (bytes: number, read: (view: DataView) => number | bigint): ReadToken =>
  async (cursor) =>
    plain(Number(read(await cursor.take(bytes))));
const many =
  (kind: "list" | "map", bytes: 2 | 4): ReadToken =>
  async (cursor) => ({
    kind,
    length: await cursor.length(bytes),
  });
const bytes =
  (width: 1 | 2 | 4): ReadToken =>
  async (cursor) => ({
    kind: "bytes",
    ...cursor.skip(await cursor.length(width)),
  });

/** By first byte, in the order of the specification. */
const tokens: Readonly<Record<number, ReadToken>> = {
  192: () => plain(null),
  194: () => plain(false),
  195: () => plain(true),
  196: bytes(1),
  197: bytes(2),
  198: bytes(4),
  199: async (cursor) => cursor.extension(await cursor.length(1)),
  200: async (cursor) => cursor.extension(await cursor.length(2)),
  201: async (cursor) => cursor.extension(await cursor.length(4)),
  202: number(4, (view) => view.getFloat32(0)),
  203: number(8, (view) => view.getFloat64(0)),
  204: number(1, (view) => view.getUint8(0)),
  205: number(2, (view) => view.getUint16(0)),
  206: number(4, (view) => view.getUint32(0)),
  207: number(8, (view) => view.getBigUint64(0)),
  208: number(1, (view) => view.getInt8(0)),
  209: number(2, (view) => view.getInt16(0)),
  210: number(4, (view) => view.getInt32(0)),
  211: number(8, (view) => view.getBigInt64(0)),
  212: (cursor) => cursor.extension(1),
  213: (cursor) => cursor.extension(2),
  214: (cursor) => cursor.extension(4),
  215: (cursor) => cursor.extension(8),
  216: (cursor) => cursor.extension(16),
  217: async (cursor) => cursor.text(await cursor.length(1)),
  218: async (cursor) => cursor.text(await cursor.length(2)),
  219: async (cursor) => cursor.text(await cursor.length(4)),
  220: many("list", 2),
  221: many("list", 4),
  222: many("map", 2),
  223: many("map", 4),
};
