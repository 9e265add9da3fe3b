import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { byCodePoint } from "../../by-code-point.ts";
import { SourceError } from "./source-error.ts";

/** Files beside a list that name its classes, one a line, in the order of their numbers. */
export const classFiles = ["classes.txt", "labels.txt", "label_map.txt", "label_map_k400.txt"] as const;

/** A label as a list writes it: a number or a name. */
export interface WrittenLabel {
  readonly word: string;
  readonly file: string;
  readonly line: number | undefined;
}

/** Names of classes, and how to find the number of a label. */
export interface ClassNames {
  readonly classes: readonly string[];
  /** @throws SourceError for a label that is no class */
  numberOf(label: WrittenLabel): number;
}

/**
 * Decide what the labels of lists mean: numbers or names, from 0 or from 1.
 *
 * Numbers are taken from 1 where none is 0 and, if there is a file of names, the last is their count; `say` hears of it. Names
 * without a file are sorted by code point.
 *
 * @param stated what numbers count from, where people say so
 * @throws SourceError if some labels are numbers and some are names
 */
export function nameClasses(
  directory: string,
  labels: readonly WrittenLabel[],
  say: (notice: string) => void,
  stated?: 0 | 1,
): ClassNames {
  const file = classFiles.find((name) => existsSync(join(directory, name)));
  const names = file && readNames(join(directory, file));
  const isNumber = ({ word }: WrittenLabel) => /^\d+$/.test(word);
  const other = labels.find((label) => isNumber(label) !== isNumber(labels[0]!));
  if (other && !names)
    throw new SourceError(
      other.file,
      other.line,
      `expected labels that are all numbers or all names, got "${other.word}" beside "${labels[0]!.word}"`,
    );
  if (labels.length > 0 && !labels.every(isNumber)) return byName(names ?? sortedNames(labels), file);
  const values = labels.map(({ word }) => Number(word));
  const [lowest, highest] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [1, 0],
  );
  const told = lowest === 1 && labels.length > 0 && (!names || highest === names.length) ? 1 : 0;
  const first = stated ?? told;
  if (first === 1 && stated === undefined)
    say(`labels run from 1 to ${highest}; they are taken as classes 0 to ${highest - 1}`);
  const classes = names ?? Array.from({ length: highest + 1 - first }, (_, id) => String(id + first));
  return {
    classes,
    numberOf: ({ word, file: list, line }) => {
      const value = Number(word) - first;
      if (value >= 0 && value < classes.length) return value;
      throw new SourceError(
        list,
        line,
        `expected a label from ${first} to ${classes.length - 1 + first}, as ${file ?? "the lists"} ${file ? "has" : "have"} ${classes.length} names, got ${word}`,
      );
    },
  };
}

function byName(classes: readonly string[], file: string | undefined): ClassNames {
  const numbers = new Map(classes.map((name, id) => [name, id]));
  return {
    classes,
    numberOf: ({ word, file: list, line }) => {
      const id = numbers.get(word);
      if (id !== undefined) return id;
      throw new SourceError(list, line, `expected a label of ${file ?? "the training clips"}, got "${word}"`);
    },
  };
}

function sortedNames(labels: readonly WrittenLabel[]): string[] {
  return [...new Set(labels.map(({ word }) => word))].sort(byCodePoint);
}

function readNames(path: string): string[] {
  const lines = readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}
