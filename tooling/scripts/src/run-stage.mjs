import { spawn } from "node:child_process";
import { exitCode } from "./run-attached.mjs";

/**
 * Run a command as one stage: a single line with its seconds, and its whole output only where it fails.
 *
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} words
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function runStage(name, command, words, options = {}) {
  const started = performance.now();
  if (process.stderr.isTTY) process.stderr.write(`${name} …`);
  const { code, output } = await runQuietly(command, words, options);
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0) console.error(`${name}: ${seconds} s`);
  else console.error(`${output.trimEnd()}\n${name}: failed after ${seconds} s (exit code ${code})`);
  return { code, output };
}

/**
 * Like runStage, but a failure ends this process with the stage's exit code.
 *
 * @param {Parameters<typeof runStage>} stage
 */
export async function requireStage(...stage) {
  const { code, output } = await runStage(...stage);
  if (code !== 0) process.exit(code);
  return output;
}

/**
 * @param {string} command
 * @param {readonly string[]} words
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<{ code: number, output: string }>}
 */
function runQuietly(command, words, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...words], { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const listen = (/** @type {Buffer} */ data) => {
      output += data.toString();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    let interrupted = false;
    const interrupt = () => {
      interrupted = true; // Ctrl-C reaches the child too; even if that ends well, nothing more is to follow
    };
    process.on("SIGINT", interrupt);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      process.off("SIGINT", interrupt);
      resolve({ code: interrupted ? exitCode(null, "SIGINT") : exitCode(code, signal), output });
    });
  });
}
