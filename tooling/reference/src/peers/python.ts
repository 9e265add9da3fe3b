import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the Python programs lie. */
export const programs = fileURLToPath(new URL("../../python", import.meta.url));

/**
 * A Python with PyTorch and transformers: of the environment that VIVIT_PEERS names, or of one made here from PyPI (about 1 GB).
 *
 * @throws Error if it cannot be made
 */
export function peersPython(): string {
  const given = process.env.VIVIT_PEERS;
  const environment = given ?? join(programs, ".venv");
  const python =
    process.platform === "win32" ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
  if (existsSync(python)) return python;
  if (given) throw new Error(`peers: expected a Python environment at ${given}, found none; correct VIVIT_PEERS`);
  run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", environment]);
  run(python, ["-m", "pip", "install", "--requirement", join(programs, "peers-requirements.txt")]);
  return python;
}

function run(command: string, words: readonly string[]): void {
  const { status, error } = spawnSync(command, words, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) throw new Error(`peers: ${command} ${words.join(" ")} failed with ${status}`);
}
