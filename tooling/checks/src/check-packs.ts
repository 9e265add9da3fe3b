import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData, type Package } from "@arethetypeswrong/core";
import { problemAffectsResolutionKind } from "@arethetypeswrong/core/problems";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { packPackage } from "./pack-package.ts";
import type { Violation } from "./violation.ts";
import { readWorkspace } from "./workspace.ts";

type Finding = Pick<Violation, "what" | "fix">;

/** Each published package, packed as for the registry, installs and resolves: publint, attw and what we ask besides. */
export async function checkPacks(root: string, pack = packPackage): Promise<Violation[]> {
  const destination = mkdtempSync(join(tmpdir(), "vivit-packs-"));
  try {
    const found: Violation[] = [];
    for (const owner of readWorkspace(root).filter(({ manifest }) => manifest.private !== true)) {
      const findings = await checkTarball(root, pack(owner.folder, destination));
      found.push(...findings.map((finding) => ({ path: `${owner.path}/package.json`, line: 1, ...finding })));
    }
    return found;
  } finally {
    rmSync(destination, { recursive: true, force: true });
  }
}

async function checkTarball(root: string, tarball: Uint8Array): Promise<Finding[]> {
  const packed = createPackageFromTarballData(tarball);
  return [...(await askPublint(tarball)), ...(await askAttw(packed)), ...checkFiles(root, packed)];
}

async function askPublint(tarball: Uint8Array): Promise<Finding[]> {
  const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
  return messages.map((message) => ({
    what: `publint: ${formatMessage(message, pkg, { color: false })}`,
    fix: `see publint.dev/rules, ${message.code}`,
  }));
}

/** Packages are ES modules only, so how CommonJS would resolve them is no problem. */
async function askAttw(packed: Package): Promise<Finding[]> {
  const result = await checkPackage(packed);
  if (!result.types) return [{ what: "attw: the package has no types", fix: "run pnpm build" }];
  return result.problems
    .filter((problem) =>
      (["node16-esm", "bundler"] as const).some((kind) => problemAffectsResolutionKind(problem, kind, result)),
    )
    .map((problem) => ({ what: `attw: ${JSON.stringify(problem)}`, fix: "see arethetypeswrong's docs/problems" }));
}

function checkFiles(root: string, packed: Package): Finding[] {
  const folder = `/node_modules/${packed.packageName}`;
  const license = readFileSync(join(root, "LICENSE"), "utf8");
  const found: Finding[] = [];
  if (packed.tryReadFile(`${folder}/LICENSE`) !== license)
    found.push({ what: "the tarball lacks the repository's LICENSE", fix: "copy it into the package" });
  if (!packed.fileExists(`${folder}/README.md`)) found.push({ what: "the tarball lacks README.md", fix: "write one" });
  if (/"(workspace|catalog):/.test(packed.readFile(`${folder}/package.json`)))
    found.push({ what: "a dependency has no version that a registry knows", fix: "pack with pnpm" });
  for (const name of packed.listFiles(folder)) {
    if (/\.test\.ts$/.test(name))
      found.push({ what: `the tarball holds a test: ${name}`, fix: "leave it out in files" });
    if (/\.d\.ts$/.test(name) && /from ['"][^'"]+\.ts['"]/.test(packed.readFile(name)))
      found.push({ what: `declarations import a source file: ${name}`, fix: "bundle declarations with tsup" });
  }
  return found;
}
