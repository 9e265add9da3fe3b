import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { environmentDirectory, peersDirectory, peersPython } from "./python.ts";

// PyTorch, transformers, JAX and ONNX Runtime for Python, from PyPI, into an environment of their own (about 6 GB).
run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", environmentDirectory]);
run(peersPython(), ["-m", "pip", "install", "--requirement", join(peersDirectory, "requirements.txt")]);

function run(command: string, commandArguments: readonly string[]): void {
  const { status, error } = spawnSync(command, commandArguments, { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
