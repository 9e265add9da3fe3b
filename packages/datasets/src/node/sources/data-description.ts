import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SourceError } from "./source-error.ts";

/** What `dataset.json` beside the clips or lists may say; other keys are its writer's. */
const schema = z.object({
  /** Whether a clip still shows its class when mirrored. */
  horizontalFlip: z.boolean().optional(),
  /** Two words: mirrored, a clip of a class that has one in its name shows the class with the other. */
  mirroredWords: z.tuple([z.string().min(1), z.string().min(1)]).optional(),
  /** What the labels of lists count from, where it is not to be told from them. */
  firstLabel: z.union([z.literal(0), z.literal(1)]).optional(),
  /** The folder that paths of lists start from: absolute, or relative to the data folder. */
  clips: z.string().min(1).optional(),
});

/** What people say of a data set themselves. */
export type DataDescription = z.infer<typeof schema>;

export const descriptionFile = "dataset.json";

/**
 * Read the `dataset.json` of a folder; nothing is said where there is none.
 *
 * @throws SourceError if it is no JSON or a value is none that is understood
 */
export function readDescription(directory: string): DataDescription {
  const path = join(directory, descriptionFile);
  if (!existsSync(path)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new SourceError(path, undefined, `expected JSON, got ${(error as Error).message}; repair or remove it`);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new SourceError(path, undefined, `${issue?.path.join(".")}: ${issue?.message}`);
}

/**
 * For each class, the number of the class that its clips show when mirrored.
 *
 * @param words such as "left" and "right"; they count as whole words, whatever their case
 * @throws SourceError if a class has no partner
 */
export function mirrorClasses(
  classes: readonly string[],
  [one, other]: readonly [string, string],
  directory: string,
): number[] {
  const either = new RegExp(`\\b(${[one, other].map(escaped).join("|")})\\b`, "gi");
  const numbers = new Map(classes.map((name, id) => [name.toLowerCase(), id]));
  return classes.map((name) => {
    const mirrored = name
      .toLowerCase()
      .replaceAll(either, (word) => (word === one.toLowerCase() ? other : one).toLowerCase());
    const id = numbers.get(mirrored);
    if (id !== undefined) return id;
    throw new SourceError(
      join(directory, descriptionFile),
      undefined,
      `expected a class "${mirrored}" for clips of "${name}" to show when mirrored; leave mirroredWords out`,
    );
  });
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
