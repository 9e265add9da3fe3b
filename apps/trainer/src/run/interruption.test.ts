import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { exitCodeOf, watchInterruption } from "./interruption.ts";

// Windows has no signals that a process could send to another.
describe.skipIf(process.platform === "win32")("watchInterruption", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("hears %s at once and says it once", async (signal, code) => {
    const heard: string[] = [];
    const watch = watchInterruption((name) => heard.push(name));
    const received = once(process, signal);
    process.kill(process.pid, signal);
    await received;
    expect([watch.signal, heard, exitCodeOf(signal)]).toEqual([signal, [signal], code]);
    watch.stop();
    expect(process.listenerCount(signal)).toBe(0);
  });
  it("lets a second signal end the process, whatever it does", async () => {
    const module = JSON.stringify(new URL("./interruption.ts", import.meta.url).href);
    const script = `const { watchInterruption } = await import(${module});
      watchInterruption(() => process.stdout.write("heard\\n"));
      setInterval(() => process.ppid === ${process.pid} || process.exit(), 500);
      process.stdout.write("ready\\n");`;
    const words = ["--import", import.meta.resolve("tsx"), "--input-type=module", "--eval", script];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      child.kill("SIGINT");
    }
    const [code, signal] =
      child.exitCode === null && child.signalCode === null
        ? await once(child, "exit")
        : [child.exitCode, child.signalCode];
    expect([said, code, signal]).toEqual([["ready", "heard"], null, "SIGINT"]);
  });
});
