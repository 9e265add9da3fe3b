import { existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { publicEntries } from "./public-entries.ts";
import ceilings from "./size-ceilings.json" with { type: "json" };
import type { Violation } from "./violation.ts";
import { readWorkspace, type WorkspacePackage } from "./workspace.ts";

/** Entry such as "@vivit/compile/node" → the most bytes that it may have, minified and gzipped, without dependencies. */
export type SizeCeilings = Readonly<Record<string, number>>;

const table = "tooling/checks/src/size-ceilings.json";

/** No built entry of a published package is larger than its ceiling, and each has one. */
export async function checkSizeCeilings(root: string, limits: SizeCeilings = ceilings): Promise<Violation[]> {
  const published = readWorkspace(root).filter(({ group }) => group === "packages");
  const entries = published.flatMap((owner) => publicEntries(owner).map((entry) => ({ owner, ...entry })));
  const names = entries.map(({ owner, subpath }) => entryName(owner, subpath));
  const gone = Object.keys(limits).filter((name) => !names.includes(name));
  const found = await Promise.all(entries.map((entry, place) => checkEntry(entry, names[place]!, limits)));
  return [
    ...found.flat(),
    ...gone.map((name) => ({ path: table, line: 1, what: `${name} is no entry of a package`, fix: "remove it" })),
  ];
}

function entryName({ name }: WorkspacePackage, subpath: string): string {
  return `${name}${subpath.slice(1)}`;
}

async function checkEntry(
  { owner, built }: { owner: WorkspacePackage; built: string },
  name: string,
  limits: SizeCeilings,
): Promise<Violation[]> {
  const file = join(owner.folder, built);
  const path = `${owner.path}/${built.replace(/^\.\//, "")}`;
  if (!existsSync(file)) return [{ path, line: 1, what: "it has not been built", fix: "run pnpm build" }];
  const bytes = await measureBytes(file);
  const limit = limits[name];
  if (limit === undefined)
    return [{ path: table, line: 1, what: `${name} has no ceiling`, fix: `add one; it has ${bytes} bytes` }];
  if (bytes <= limit) return [];
  const fix = `make it smaller, or raise its ceiling in ${table} in a commit that says why`;
  return [{ path, line: 1, what: `${bytes} bytes minified and gzipped, at most ${limit}`, fix }];
}

/** Bytes of a module with the package's other files that it imports, minified and gzipped. */
async function measureBytes(file: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    packages: "external",
    format: "esm",
    minify: true,
    write: false,
    logLevel: "silent",
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).byteLength;
}
