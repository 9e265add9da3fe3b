import { z } from "zod";
import type { ClipIndex } from "./clip-index.ts";

/** The last line of defence before numbers and paths of a file reach a loader. */
const partSchema = z.discriminatedUnion("kind", [
  z
    .strictObject({ kind: z.literal("time"), start: z.number().min(0), end: z.number() })
    .refine(({ start, end }) => end > start, "end must come after start"),
  z.strictObject({
    kind: z.literal("pictures"),
    first: z.int().min(0).optional(),
    last: z.int().min(0).optional(),
    frameRate: z.number().min(0).optional(),
  }),
  z.strictObject({ kind: z.literal("record"), offset: z.int().min(0), length: z.int().min(1) }),
]);

const entrySchema = z.strictObject({
  path: z.string().min(1),
  part: partSchema.optional(),
  labels: z.array(z.int().min(0)),
  split: z.enum(["train", "validation", "test"]),
  weight: z.number().positive().optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "expected 64 hexadecimal digits")
    .optional(),
});

const headerSchema = z.strictObject({
  format: z.literal("vivit-index"),
  version: z.literal(1),
  /** Where the clips are: a path, relative to the index file unless absolute, with forward slashes. */
  directory: z.string(),
  classes: z.array(z.string()).min(1),
  heads: z.array(z.strictObject({ name: z.string(), classes: z.int().min(1) })).optional(),
  severalLabels: z.boolean().optional(),
  horizontalFlip: z.boolean(),
  mirrored: z.array(z.int().min(0)).optional(),
  validation: z.enum(["folder", "held out"]),
});

/**
 * Write an index as JSON Lines: what holds for all clips in the first line, then a clip a line.
 *
 * The order of the classes is the order of the labels and is never sorted again.
 *
 * @param directory where the clips are, as seen from the index file
 */
export function formatIndex(index: ClipIndex, directory: string): string {
  const { classes, heads, severalLabels, horizontalFlip, mirrored, validation } = index;
  const header = {
    format: "vivit-index",
    version: 1,
    directory,
    classes,
    heads,
    severalLabels,
    horizontalFlip,
    mirrored,
    validation,
  };
  return `${[header, ...index.entries].map((line) => JSON.stringify(line)).join("\n")}\n`;
}

/**
 * Read an index written by `formatIndex`.
 *
 * @param name of the file, for errors
 * @throws Error with the line: no JSON, a missing or unknown field, a label that is no class, a path that leaves the directory
 */
export function parseIndex(text: string, name: string): ClipIndex {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const { format: _, version: __, ...header } = read(headerSchema, lines[0] ?? "", name, 1);
  const sum = header.heads?.reduce((total, { classes }) => total + classes, 0);
  if (sum !== undefined && sum !== header.classes.length)
    throw new Error(`${name}, line 1: expected heads of ${header.classes.length} classes together, got ${sum}`);
  const { classes, mirrored } = header;
  if (mirrored && (mirrored.length !== classes.length || mirrored.some((label) => label >= classes.length)))
    throw new Error(
      `${name}, line 1: expected one of ${classes.length} labels for each class in mirrored, got ${mirrored.join(", ")}`,
    );
  const entries = lines.slice(1).flatMap((line, at) => {
    if (line.trim() === "") return [];
    const entry = read(entrySchema, line, name, at + 2);
    const unknown = entry.labels.find((label) => label >= header.classes.length);
    if (unknown !== undefined)
      throw new Error(
        `${name}, line ${at + 2}: expected labels below ${header.classes.length}, the number of classes, got ${unknown}`,
      );
    if (leavesDirectory(entry.path))
      throw new Error(`${name}, line ${at + 2}: expected a path inside the data folder, got ${entry.path}`);
    return [entry];
  });
  return { ...header, entries } as ClipIndex;
}

/** Whether a path, with either kind of slash, is absolute or climbs out of the folder that it starts in. */
export function leavesDirectory(path: string): boolean {
  if (/^([\\/]|[A-Za-z]:)/.test(path)) return true;
  let depth = 0;
  for (const step of path.split(/[\\/]/)) {
    if (step === "..") depth--;
    else if (step !== "." && step !== "") depth++;
    if (depth < 0) return true;
  }
  return false;
}

function read<T>(schema: z.ZodType<T>, line: string, name: string, number: number): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(
      `${name}, line ${number}: expected JSON, got ${JSON.stringify(line.slice(0, 60))}; write the index again with vivit check`,
    );
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const field = issue?.path.join(".");
  throw new Error(`${name}, line ${number}: ${field ? `${field}: ` : ""}${issue?.message}`);
}
