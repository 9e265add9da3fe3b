import { constants } from "node:os";

/** Signals that ask a run to stop: Ctrl-C, a scheduler, a terminal that was closed. */
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that asks a run to stop. */
export type StopSignal = (typeof stopSignals)[number];

/** A run that was asked to stop and has saved its state. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(
    message: string,
    readonly signal: StopSignal,
  ) {
    super(message);
  }
}

/** The exit code of a process that a signal stopped, as shells expect it: 130 for SIGINT, 143 for SIGTERM. */
export function exitCodeOf(signal: StopSignal): number {
  return 128 + constants.signals[signal];
}

/** Notices a wish to stop, so that a run can save first; a second Ctrl-C ends the process at once. */
export interface InterruptionWatch {
  readonly signal: StopSignal | undefined;
  stop(): void;
}

/** Begin to watch for signals that ask to stop. @param onSignal called at the first */
export function watchInterruption(onSignal: (signal: StopSignal) => void = () => {}): InterruptionWatch {
  let signal: StopSignal | undefined;
  const stop = () => {
    for (const name of stopSignals) process.off(name, notice);
  };
  const notice = (received: NodeJS.Signals) => {
    if (signal) {
      stop(); // without a listener the signal ends the process, also in the middle of a step
      process.kill(process.pid, received);
      return;
    }
    signal = received as StopSignal;
    onSignal(signal);
  };
  for (const name of stopSignals) process.on(name, notice);
  return {
    get signal() {
      return signal;
    },
    stop,
  };
}
