import { CheckpointError } from "../checkpoint-error.ts";
import type { ByteSource } from "./byte-source.ts";

/** Longest text read as JSON, in bytes. An index of a model with 100,000 tensors takes a tenth of it. */
const longestText = 100_000_000;

/** A record of JSON. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/**
 * Read a file that holds one JSON record.
 *
 * @throws CheckpointError if it is too long, no text, or no record
 */
export async function readJson(source: ByteSource, caller: string): Promise<JsonRecord> {
  if (source.size > longestText)
    throw new CheckpointError(`${caller}: expected at most ${longestText} bytes of JSON, got ${source.size}`);
  const bytes = await source.read(0, source.size);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new CheckpointError(`${caller}: expected JSON, got other text; the file is damaged`, { cause });
  }
  return asRecord(value, caller, "the file");
}

/** @throws CheckpointError if a value is no record */
export function asRecord(value: unknown, caller: string, what: string): JsonRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new CheckpointError(`${caller}: expected ${what} to be a record, got ${describeJson(value)}`);
  return value as JsonRecord;
}

/** @throws CheckpointError if a value is no list */
export function asList(value: unknown, caller: string, what: string): readonly unknown[] {
  if (!Array.isArray(value))
    throw new CheckpointError(`${caller}: expected ${what} to be a list, got ${describeJson(value)}`);
  return value;
}

/** @throws CheckpointError if a value is no text */
export function asText(value: unknown, caller: string, what: string): string {
  if (typeof value !== "string")
    throw new CheckpointError(`${caller}: expected ${what} to be text, got ${describeJson(value)}`);
  return value;
}

/** The name of a file beside another. @throws CheckpointError if it leads elsewhere */
export function asSiblingName(value: unknown, caller: string, what: string): string {
  const name = asText(value, caller, what);
  if (name === "" || name === "." || name === ".." || /[\\/:\0]/.test(name))
    throw new CheckpointError(
      `${caller}: expected ${what} to be a file name without a folder, got ${JSON.stringify(name.slice(0, 80))}`,
    );
  return name;
}

function describeJson(value: unknown): string {
  if (value === undefined) return "nothing";
  return (JSON.stringify(value) ?? typeof value).slice(0, 40);
}
