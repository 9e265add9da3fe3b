/** What is wrong with an annotation file, and in which line. */
export class SourceError extends Error {
  override readonly name = "SourceError";

  constructor(
    /** Name of the file. */
    readonly file: string,
    /** Counted from 1. */
    readonly line: number | undefined,
    what: string,
  ) {
    super(line === undefined ? `${file}: ${what}` : `${file}, line ${line}: ${what}`);
  }
}
