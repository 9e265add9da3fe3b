import { writeSync } from "node:fs";
import { watchFiles } from "./watch-files.ts";

// Imported before the command: ends the process without warning at one call of the file system in a run's directory.
// VIVIT_DIE is "run's name, number of the call from 0, before | inside | after".
const [run, number, moment] = (process.env.VIVIT_DIE ?? "").split(",");
const { ppid } = process;
setInterval(() => process.ppid === ppid || die(), 1000).unref(); // nobody waits for it any more

let calls = 0;
watchFiles(async (call, go) => {
  const reads = call.name === "read" || call.name === "stat"; // hundreds when it goes on, and nothing can go wrong there
  if (!run || reads || !call.path.includes(run) || calls++ !== Number(number)) return go();
  process.stdout.write(`died ${moment} ${call.name}\n`);
  if (moment === "after") await go();
  if (moment === "inside") {
    if (call.bytes && call.handle) writeSync(call.handle.fd, call.bytes, 0, Math.floor(call.bytes.length / 2));
    else void go(); // another thread has begun with it
  }
  return die();
});

function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("expected to be gone");
}
