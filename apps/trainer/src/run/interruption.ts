/** A run that was asked to stop and has saved its state. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(
    message: string,
    readonly signal: "SIGINT" | "SIGTERM",
  ) {
    super(message);
  }
}

/** Exit codes by signal, as shells expect them. */
export const signalExitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Notices a wish to stop, so that a run can save first; a second Ctrl-C ends the process at once. */
export interface InterruptionWatch {
  readonly signal: "SIGINT" | "SIGTERM" | undefined;
  stop(): void;
}

/** Begin to watch for SIGINT and SIGTERM. */
export function watchInterruption(): InterruptionWatch {
  let signal: "SIGINT" | "SIGTERM" | undefined;
  const notice = (received: NodeJS.Signals) => {
    if (signal) process.exit(signalExitCodes[signal]);
    signal = received as "SIGINT" | "SIGTERM";
  };
  process.on("SIGINT", notice).on("SIGTERM", notice);
  return {
    get signal() {
      return signal;
    },
    stop: () => void process.off("SIGINT", notice).off("SIGTERM", notice),
  };
}
