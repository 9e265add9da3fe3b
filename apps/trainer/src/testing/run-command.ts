import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { program } from "../program.ts";
import { reportFailure } from "../report-failure.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** What a call of the command line gave. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Run `vivit` to its end, in this process. */
export async function runCommand(words: readonly string[]): Promise<CommandResult> {
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  let code: number;
  try {
    await program().parseAsync(words, { from: "user" });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = reportFailure(error, false);
  } finally {
    process.exitCode = undefined;
    stdout.end();
    stderr.end();
  }
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** What a process is started with besides. */
export interface StartOptions {
  /** A module to import first. */
  readonly before?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The built command, where it is not to run from source. */
  readonly built?: string;
}

/** Start `vivit` in a process of its own, from source unless said otherwise. */
export function startCommand(
  words: readonly string[],
  { before, environment, built }: StartOptions = {},
): { process: ChildProcess; result: Promise<CommandResult> } {
  const loader = built ? [] : ["--import", import.meta.resolve("tsx"), "--conditions", "@vivit/source"];
  const first = before ? ["--import", before] : [];
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [...loader, ...first, built ?? main, ...words], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
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

function capture(stream: NodeJS.WriteStream): { text: () => string; end: () => void } {
  const write = stream.write;
  let text = "";
  stream.write = ((words: string | Uint8Array) => {
    text += words;
    return true;
  }) as typeof write;
  return {
    text: () => text,
    end: () => {
      stream.write = write;
    },
  };
}
