import { CheckpointError } from "../checkpoint-error.ts";

/** A reader of the one shape of JSON that a header may have. It never builds a value nobody asked for. */
export class HeaderText {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Read `{ "name": value, … }`; `readValue` reads each value. A name given twice is refused. */
  readRecord(what: string, readValue: (name: string) => void): void {
    const names = new Set<string>();
    this.expect("{");
    if (this.take("}")) return;
    do {
      const name = this.readString();
      if (names.has(name)) this.refuse(`${what} ${JSON.stringify(name)} once`, "twice");
      names.add(name);
      this.expect(":");
      readValue(name);
    } while (this.take(","));
    this.expect("}");
  }

  /** Read `[1, 2, …]` of whole numbers of 0 or more, at most `most` of them. */
  readWholeNumbers(most: number): number[] {
    const numbers: number[] = [];
    this.expect("[");
    if (this.take("]")) return numbers;
    do {
      if (numbers.length === most) this.refuse(`at most ${most} numbers`, "more");
      numbers.push(this.readWholeNumber());
    } while (this.take(","));
    this.expect("]");
    return numbers;
  }

  readString(): string {
    this.skipSpace();
    const begin = this.at;
    if (this.text[begin] !== '"') this.refuseHere("a string");
    for (this.at++; this.at < this.text.length && this.text[this.at] !== '"'; this.at++)
      if (this.text[this.at] === "\\") this.at++;
    this.at++;
    return this.unescape(this.text.slice(begin, this.at));
  }

  /** Nothing but space may be left. */
  expectEnd(): void {
    this.skipSpace();
    if (this.at < this.text.length) this.refuseHere("the end of the header");
  }

  refuse(wanted: string, got: string): never {
    throw new CheckpointError(`readSafetensors: header: expected ${wanted}, got ${got}; the file is damaged`);
  }

  private readWholeNumber(): number {
    this.skipSpace();
    const digits = /(?:0|[1-9][0-9]{0,15})(?![0-9.eE+-])/y;
    digits.lastIndex = this.at;
    const found = digits.exec(this.text)?.[0];
    if (found === undefined || !Number.isSafeInteger(Number(found))) this.refuseHere("a whole number below 2^53");
    this.at += found.length;
    return Number(found);
  }

  private unescape(literal: string): string {
    let value = "";
    try {
      value = JSON.parse(literal) as string;
    } catch {
      this.refuse("a string of JSON", clip(literal));
    }
    if (/\p{Surrogate}/u.test(value)) this.refuse("Unicode text", clip(literal));
    return value;
  }

  private expect(mark: string): void {
    if (!this.take(mark)) this.refuseHere(`"${mark}"`);
  }

  private take(mark: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== mark) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    const space = /[ \t\n\r]*/y;
    space.lastIndex = this.at;
    this.at += space.exec(this.text)![0].length;
  }

  private refuseHere(wanted: string): never {
    const rest = this.text.slice(this.at, this.at + 40);
    this.refuse(`${wanted} at character ${this.at}`, rest === "" ? "the end" : clip(rest));
  }
}

function clip(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
