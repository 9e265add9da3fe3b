import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { mirrorClasses } from "../../mirror-classes.ts";
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
 * @throws SourceError if a class has no partner
 */
export function mirrorOf(classes: readonly string[], words: readonly [string, string], directory: string): number[] {
  try {
    return mirrorClasses(classes, words);
  } catch (error) {
    throw new SourceError(join(directory, descriptionFile), undefined, (error as Error).message);
  }
}
