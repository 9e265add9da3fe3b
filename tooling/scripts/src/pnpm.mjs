import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { memory, root } from "./paths.mjs";
import { requireStage } from "./run-stage.mjs";

const remembered = join(memory, "pnpm.json");

/** The pnpm version that package.json pins. */
function pinnedVersion() {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return /** @type {string} */ (packageManager).replace(/^pnpm@/, "").replace(/\+.*$/, "");
}

/**
 * The JavaScript entry of the pinned pnpm, brought by npx where it has not been brought before.
 *
 * @returns {Promise<string>}
 */
export async function bringPnpm() {
  const version = pinnedVersion();
  if (existsSync(remembered)) {
    const last = JSON.parse(readFileSync(remembered, "utf8"));
    if (last.version === version && existsSync(last.entry)) return last.entry;
  }
  const script = "tooling/scripts/src/locate-pnpm.mjs"; // relative: no spaces to quote for a shell
  const npx = npxCommand(process.env.npm_execpath);
  const words = [...npx.words, "--yes", `--package=pnpm@${version}`, "--", "node", script, version];
  const output = await requireStage(`pnpm ${version}`, npx.command, words, { cwd: root, shell: npx.shell });
  return /** @type {string} */ (output.match(/^pnpm at (.+?)\r?$/m)?.[1]);
}

/**
 * How npx is started: by Node itself where npm has started us, else from the PATH.
 *
 * @param {string | undefined} npmEntry npm's own JavaScript entry, if npm has started us
 */
export function npxCommand(npmEntry) {
  if (npmEntry !== undefined && basename(npmEntry) === "npm-cli.js")
    return { command: process.execPath, words: [npmEntry, "exec"], shell: false };
  const windows = process.platform === "win32"; // Node starts a .cmd file only in a shell
  return { command: windows ? "npx.cmd" : "npx", words: [], shell: windows };
}

/**
 * Remember where pnpm is, and write a small `pnpm` for tools that start it by its name.
 *
 * @param {string} entry
 */
export function rememberPnpm(entry) {
  const folder = join(memory, "bin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "pnpm"), `#!/bin/sh\nexec "${process.execPath}" "${entry}" "$@"\n`, { mode: 0o755 });
  writeFileSync(join(folder, "pnpm.cmd"), `@"${process.execPath}" "${entry}" %*\r\n`);
  writeFileSync(remembered, JSON.stringify({ version: pinnedVersion(), entry }));
}

/** The environment in which `pnpm` is the pinned one and turbo keeps to its work. */
export function pnpmEnvironment() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const path = [join(memory, "bin"), dirname(process.execPath), process.env[name]].join(delimiter);
  return { ...process.env, [name]: path, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };
}
