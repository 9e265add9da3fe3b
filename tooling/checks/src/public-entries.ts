import type { WorkspacePackage } from "./workspace.ts";

/** The source files that a published package's users import: its `index.ts` and those of its subpaths. */
export function publicEntries({ manifest }: WorkspacePackage): { subpath: string; source: string; built: string }[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    if (typeof target === "string") return [];
    const { "@vivit/source": source, default: built } = target;
    return source === undefined || built === undefined ? [] : [{ subpath, source, built }];
  });
}
