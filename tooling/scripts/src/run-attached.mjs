import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Run a command on this terminal and wait for its exit code.
 *
 * Ctrl-C reaches the child by itself, which then decides how to end; this process only waits.
 *
 * @param {string} command
 * @param {readonly string[]} words
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runAttached(command, words, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...words], { stdio: "inherit", ...options });
    const wait = () => {};
    const end = () => void child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", end);
    const settle = () => process.off("SIGINT", wait).off("SIGTERM", end);
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("close", (code, signal) => {
      settle();
      resolve(exitCode(code, signal));
    });
  });
}

/**
 * The exit code that a shell would report.
 *
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
export function exitCode(code, signal) {
  return code ?? 128 + (signal === null ? 1 : constants.signals[signal]);
}
