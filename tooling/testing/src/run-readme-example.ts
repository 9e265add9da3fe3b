import { readReadmeExample } from "./read-readme-example.ts";

/**
 * Run a JavaScript example of a package's README as it stands.
 *
 * @param folder the package's folder
 * @param modules what its imports give: name → module
 * @param rewrite changes its text, to point it at files of the test
 * @param number which example, counted from 1
 * @returns one list of values for each call of `console.log`
 */
export async function runReadmeExample(
  folder: string,
  modules: Readonly<Record<string, object>>,
  rewrite: (text: string) => string = (text) => text,
  number = 1,
): Promise<unknown[][]> {
  const body = rewrite(readReadmeExample(folder, number))
    .replaceAll(/import (?:\* as )?(.+?) from (".*?");/g, "const $1 = modules[$2];")
    .replaceAll(" as ", ": ");
  const said: unknown[][] = [];
  const AsyncFunction = (async () => {}).constructor as new (
    ...text: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction("modules", "console", body)(modules, { log: (...words: unknown[]) => said.push(words) });
  return said;
}
