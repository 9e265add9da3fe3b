import { CheckpointError } from "../checkpoint-error.ts";

/** The bytes of a pickle, read one after another. */
export class PickleBytes {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  byte(): number {
    return this.view.getUint8(this.skip(1));
  }
  /** Unsigned, 2 bytes, lowest first. */
  short(): number {
    return this.view.getUint16(this.skip(2), true);
  }
  /** Signed, 4 bytes, lowest first. */
  integer(): number {
    return this.view.getInt32(this.skip(4), true);
  }
  /** Unsigned, 4 bytes, lowest first. */
  length(): number {
    return this.view.getUint32(this.skip(4), true);
  }
  /** Unsigned, 8 bytes, lowest first. */
  longLength(): number {
    return Number(this.view.getBigUint64(this.skip(8), true));
  }
  /** 8 bytes, highest first. */
  real(): number {
    return this.view.getFloat64(this.skip(8), false);
  }

  /** Two's complement of any length, lowest byte first; beyond 2^53 it is refused. */
  long(length: number): number {
    const begin = this.skip(length);
    if (length > 8) throw this.refusal("whole numbers below 2^53", `one of ${length} bytes`);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[begin + i]!);
    const number = Number(BigInt.asIntN(8 * length, value));
    if (!Number.isSafeInteger(number)) throw this.refusal("whole numbers below 2^53", String(number));
    return number;
  }

  text(length: number): string {
    const begin = this.skip(length);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
        this.bytes.subarray(begin, begin + length),
      );
    } catch {
      throw this.refusal("UTF-8 text", "other bytes");
    }
  }

  /** Text up to the end of the line. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw this.refusal("the end of a line", "the end of the pickle");
    const text = this.text(end - this.at);
    this.at++;
    return text;
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  refusal(wanted: string, got: string): CheckpointError {
    return new CheckpointError(
      `readTorch: pickle, byte ${this.at}: expected ${wanted}, got ${got}; the file is damaged`,
    );
  }

  private skip(count: number): number {
    const begin = this.at;
    if (begin + count > this.bytes.length) throw this.refusal(`${count} bytes more`, `${this.bytes.length - begin}`);
    this.at += count;
    return begin;
  }
}
