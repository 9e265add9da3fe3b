import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** What a call of the command line gave. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Start `vivit` from source in a process of its own. */
export function startCommand(
  words: readonly string[],
  directory?: string,
): { process: ChildProcess; result: Promise<CommandResult> } {
  const child = spawn(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), "--conditions", "@vivit/source", main, ...words],
    {
      stdio: ["ignore", "pipe", "pipe"],
      ...(directory ? { cwd: directory } : {}),
    },
  );
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  const result = new Promise<CommandResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { process: child, result };
}

/** Run `vivit` from source to its end. */
export function runCommand(words: readonly string[], directory?: string): Promise<CommandResult> {
  return startCommand(words, directory).result;
}

/** Settings of a model that trains in seconds. */
export const smallRecipe = [
  ["--model.dim", "16"],
  ["--model.depth", "1"],
  ["--model.heads", "2"],
  ["--model.mlpDim", "32"],
  ["--clip.frames", "4"],
  ["--clip.shortSide", "20"],
  ["--clip.crop", "16"],
  ["--train.batch", "4"],
  ["--train.epochs", "2"],
  ["--data.workers", "1"],
].flat();
