import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { HostTensor } from "@vivit/nn";
import { readSafetensors } from "@vivit/weights";
import type { Case } from "./case.ts";

export { type Case, type CaseTolerance, withPrefix } from "./case.ts";

const ownFixtures = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** Where the cases lie: the project's copies, or another set of the same format named by VIVIT_FIXTURES. */
export function fixturesDirectory(): string {
  const directory = process.env.VIVIT_FIXTURES ?? ownFixtures;
  if (!existsSync(directory))
    throw new Error(`fixtures: expected a folder of cases at ${directory}, found none; correct VIVIT_FIXTURES`);
  return directory;
}

/** Names of the families in the set: folders of cases. */
export function listFamilies(): string[] {
  return readdirSync(fixturesDirectory())
    .filter((name) => statSync(join(fixturesDirectory(), name)).isDirectory())
    .sort();
}

/** Names of the cases of one family, such as "models"; none if the set has no such family. */
export function listCases(family: string): string[] {
  const directory = join(fixturesDirectory(), family);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, "case.json")))
    .sort();
}

/** Read one case. */
export function readCase<Description>(family: string, name: string): Case<Description> {
  const directory = join(fixturesDirectory(), family, name);
  const description = JSON.parse(readFileSync(join(directory, "case.json"), "utf8"));
  const file = join(directory, "tensors.safetensors");
  const tensors = existsSync(file) ? readSafetensors(readFileSync(file)).tensors : new Map<string, HostTensor>();
  return { name, description, tensors };
}
