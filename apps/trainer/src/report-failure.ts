import { CommanderError } from "commander";
import { exitCodeOf, Interrupted } from "./run/interruption.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Say in one line what went wrong.
 *
 * @param debug print the stack as well
 * @returns the exit code: 2 for wrong usage, 130 or 143 for an interruption, 1 for everything else
 */
export function reportFailure(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has said it already
  const failure = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`vivit: ${debug ? failure.stack : failure.message.split("\n")[0]}\n`);
  if (failure instanceof Interrupted) return exitCodeOf(failure.signal);
  return failure instanceof UsageError ? 2 : 1;
}
