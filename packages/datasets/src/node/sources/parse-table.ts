import { CsvError, parse } from "csv-parse/sync";
import { SourceError } from "./source-error.ts";

/** A row of a table with the line that it ends in, counted from 1. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row whose cells have names. */
export interface NamedRow<Column extends string> {
  readonly line: number;
  /** Empty where the column is optional and not there. */
  get(column: Column): string;
}

/**
 * Cut comma-separated text into cells: quotes, line ends of Windows and a byte order mark are understood, empty lines passed over.
 *
 * @param name of the file, for errors
 * @throws SourceError with the line of an unfinished quote
 */
export function parseTable(text: string, name: string, delimiter = ","): TableRow[] {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return rows.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new SourceError(name, Number(error.lines), `${error.message}; is a quote missing?`);
  }
}

/**
 * Read comma-separated text whose first line names its columns, in any order.
 *
 * @throws SourceError for another separator, columns that are missing, or a row of another length
 */
export function parseNamedTable<Column extends string>(
  text: string,
  name: string,
  required: readonly Column[],
  optional: readonly Column[] = [],
): NamedRow<Column>[] {
  const [header, ...rows] = parseTable(text, name);
  if (!header) throw new SourceError(name, 1, `expected the columns ${required.join(", ")}, got an empty file`);
  requireCommas(header, name);
  const missing = required.filter((column) => !header.cells.includes(column));
  if (missing.length > 0)
    throw new SourceError(
      name,
      header.line,
      `expected the columns ${required.join(", ")}; missing ${missing.join(", ")} (there are ${header.cells.join(", ")})`,
    );
  const places = new Map([...required, ...optional].map((column) => [column, header.cells.indexOf(column)]));
  return rows.map(({ line, cells }) => {
    if (cells.length !== header.cells.length)
      throw new SourceError(
        name,
        line,
        `expected ${header.cells.length} columns, got ${cells.length}: ${shown(cells)}`,
      );
    return { line, get: (column) => cells[places.get(column)!] ?? "" };
  });
}

const separators: Readonly<Record<string, string>> = { ";": "semicolons", "\t": "tabs", "|": "bars" };

function requireCommas({ cells, line }: TableRow, name: string): void {
  if (cells.length > 1) return;
  const other = Object.keys(separators).find((mark) => cells[0]?.includes(mark));
  if (other)
    throw new SourceError(
      name,
      line,
      `expected commas between columns, got ${separators[other]}; save it as CSV with commas`,
    );
}

function shown(cells: readonly string[]): string {
  const text = cells.join(",");
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
