import { spawn } from "node:child_process";

/** What a Node process said and how it ended. */
export interface NodeRun {
  readonly code: number | null;
  readonly output: string;
}

/** Run Node itself, without a shell and without the conditions and paths of the process that asks. */
export function runNode(folder: string, words: readonly string[]): Promise<NodeRun> {
  const ours = /^(NODE_OPTIONS|NODE_PATH|npm_|VITEST|TEST$|NODE_ENV$)/i;
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !ours.test(name) || /^npm_config_(registry|cache|userconfig|.*proxy|cafile)$/i.test(name),
    ),
  );
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const listen = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}
