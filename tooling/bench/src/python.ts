import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the Python programs of the peers lie. */
export const peersDirectory = fileURLToPath(new URL("../peers", import.meta.url));

/** Where `pnpm bench:peers` installs them. */
export const environmentDirectory = process.env.VIVIT_PEERS ?? join(peersDirectory, ".venv");

/** The Python that has the peers' packages. @throws Error if they are not installed */
export function peersPython(): string {
  const python =
    process.platform === "win32"
      ? join(environmentDirectory, "Scripts", "python.exe")
      : join(environmentDirectory, "bin", "python");
  if (!existsSync(python)) throw new Error(`bench: expected the peers at ${python}, found none; run pnpm bench:peers`);
  return python;
}
