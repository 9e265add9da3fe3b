import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * @returns undefined if there is no such file
 * @throws Error that names the file if it is not JSON
 */
export async function readJson(directory: string, name: string): Promise<unknown> {
  const text = await readFile(join(directory, name), "utf8").catch(() => undefined);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    throw new Error(`model: ${join(directory, name)} is not JSON: ${(error as Error).message}`);
  }
}
