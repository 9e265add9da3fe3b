import { Worker } from "node:worker_threads";

/**
 * End this process when the one that started it is gone, even while a call into native code keeps it from noticing.
 *
 * A thread looks after it once a second. On Windows a parent's id does not change when it ends, so there only a process
 * that is not stuck ends, by its closed channel.
 */
export function endWithParent(): void {
  const watch = `
    const { ppid } = process;
    setInterval(() => process.ppid === ppid || process.kill(process.pid, "SIGKILL"), 1000);
  `;
  new Worker(watch, { eval: true, execArgv: [] }).unref();
}
