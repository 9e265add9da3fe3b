import { createInterface } from "node:readline";

/** Answer every line on standard input with one run of some work, after one run to get ready. */
export async function serve(about: string, run: () => Promise<unknown>): Promise<void> {
  await run();
  write({ ready: about });
  for await (const _ of createInterface({ input: process.stdin })) {
    const begin = performance.now();
    await run();
    const seconds = (performance.now() - begin) / 1000;
    write({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 });
  }
}

function write(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
