import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Split } from "../../clip-index.ts";
import { ClipCollection } from "./clip-collection.ts";
import type { FoundClips } from "./find-clips.ts";
import { parseTable } from "./parse-table.ts";
import type { SourceContent } from "./source-content.ts";
import { SourceError } from "./source-error.ts";

const labelsSchema = z.record(z.string(), z.coerce.number().int().min(0));
const clipsSchema = z.array(
  z.object({
    id: z.union([z.string(), z.number()]).transform(String),
    label: z.string().optional(),
    template: z.string().optional(),
  }),
);

/** Names of the file of labels, by the first and the current distributor. */
export const somethingLabels = ["something-something-v2-labels.json", "labels.json"] as const;

/**
 * Something-Something v2: `labels.json` (template to number), `train.json`, `validation.json`, `test.json` with templates
 * whose `[something]` loses its brackets, clips `<id>.webm` anywhere below.
 *
 * Classes have a direction ("from left to right"), so clips are not mirrored.
 *
 * @throws SourceError for JSON of another form, a template that is no label, or a clip that has two
 */
export function readSomethingSomething(directory: string, found: FoundClips, labelsFile: string): SourceContent {
  const prefix = labelsFile.slice(0, -"labels.json".length);
  const numbers = parseJson(directory, labelsFile, labelsSchema);
  const classes = namesByNumber(numbers, labelsFile);
  const collection = new ClipCollection();
  const answers = readAnswers(directory, `${prefix}test-answers.csv`);
  const lists: [Split, string][] = [
    ["train", `${prefix}train.json`],
    ["validation", `${prefix}validation.json`],
    ["test", `${prefix}test.json`],
  ];
  for (const [split, file] of lists) {
    if (!existsSync(join(directory, file))) continue;
    for (const [at, clip] of parseJson(directory, file, clipsSchema).entries()) {
      const template = clip.template ?? answers.get(clip.id);
      const name = template?.replace(/[[\]]/g, "");
      const label = name === undefined ? undefined : numbers[name];
      if (name !== undefined && label === undefined)
        throw new SourceError(
          file,
          undefined,
          `expected a template of ${labelsFile} for clip ${clip.id} (number ${at + 1}), got "${template}"`,
        );
      if (label === undefined && split !== "test")
        throw new SourceError(file, undefined, `expected a template for clip ${clip.id} (number ${at + 1}), got none`);
      const labels = label === undefined ? [] : [label];
      const path = found.videos.get(clip.id)?.[0];
      collection.add(
        clip.id,
        path && { path, labels, split },
        { path: `${clip.id}.webm`, file, line: undefined },
        labels,
      );
    }
  }
  return { classes, horizontalFlip: false, ...collection.content() };
}

function parseJson<T>(directory: string, file: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(directory, file), "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new SourceError(file, undefined, `expected JSON, got ${(error as Error).message}`);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new SourceError(file, undefined, `${issue?.path.join(".")}: ${issue?.message}`);
}

function namesByNumber(numbers: Readonly<Record<string, number>>, file: string): string[] {
  const names: string[] = [];
  for (const [name, id] of Object.entries(numbers)) {
    if (names[id] !== undefined)
      throw new SourceError(
        file,
        undefined,
        `expected a number for each label, got ${id} for "${names[id]}" and "${name}"`,
      );
    names[id] = name;
  }
  const gap = Array.from(names).indexOf(undefined as never);
  if (gap >= 0)
    throw new SourceError(file, undefined, `expected labels numbered from 0 without gaps, got none for ${gap}`);
  return names;
}

/** `id;template` a line, as the distributor publishes for the test clips. */
function readAnswers(directory: string, file: string): Map<string, string> {
  if (!existsSync(join(directory, file))) return new Map();
  const rows = parseTable(readFileSync(join(directory, file), "utf8"), file, ";");
  return new Map(rows.map(({ cells }) => [cells[0] ?? "", cells[1] ?? ""]));
}
