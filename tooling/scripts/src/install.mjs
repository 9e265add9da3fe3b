import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory, root } from "./paths.mjs";
import { bringPnpm, pnpmEnvironment, rememberPnpm } from "./pnpm.mjs";
import { requireStage } from "./run-stage.mjs";

/** Install what pnpm-lock.yaml says, if that has not been done; a failure ends this process. */
export async function install() {
  const pnpm = await bringPnpm();
  const stamp = join(memory, "installed");
  const wanted = hashOfFiles(root, ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc", "package.json"]);
  const done = existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (!done)
    await requireStage("install", process.execPath, [pnpm, "install", "--frozen-lockfile"], {
      cwd: root,
      env: { ...pnpmEnvironment(), CI: "true" }, // no questions
    });
  rememberPnpm(pnpm);
  writeFileSync(stamp, wanted);
}

/**
 * One hash over the contents of files; an absent file counts as empty.
 *
 * @param {string} folder
 * @param {readonly string[]} names
 */
export function hashOfFiles(folder, names) {
  const hash = createHash("sha256");
  for (const name of names) {
    const path = join(folder, name);
    hash
      .update(`${name}\0`)
      .update(existsSync(path) ? readFileSync(path) : "")
      .update("\0");
  }
  return hash.digest("hex");
}
