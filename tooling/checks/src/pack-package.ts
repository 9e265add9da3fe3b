import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Pack a package as it would be published.
 *
 * @param folder of the package
 * @param destination an existing folder for the tarball
 * @returns the tarball's bytes
 * @throws Error if pnpm is not on the PATH or refuses to pack
 */
export function packPackage(folder: string, destination: string): Uint8Array {
  const windows = process.platform === "win32"; // there pnpm is a .cmd file, which Node starts only in a shell
  const words = ["pack", "--pack-destination", windows ? `"${destination}"` : destination];
  const { status, error, stdout, stderr } = spawnSync("pnpm", words, { cwd: folder, shell: windows, encoding: "utf8" });
  if (status !== 0) throw new Error(`packPackage: pnpm pack failed in ${folder}: ${error?.message ?? stdout + stderr}`);
  const tarball = readdirSync(destination).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error(`packPackage: expected a tarball of ${folder}, got none`);
  const bytes = readFileSync(join(destination, tarball));
  rmSync(join(destination, tarball));
  return bytes;
}
