import type { Browser } from "playwright-core";
import { bundledClips, openDemo } from "../demo-page.ts";
import type { ServedDemo } from "../serve-demo.ts";

/** Lose the graphics device while it is in use: the page says so and goes on. */
export async function tourLostDevice(
  browser: Browser,
  served: ServedDemo,
  say: (name: string, value: unknown) => void,
): Promise<void> {
  const demo = await openDemo(browser, served.url);
  const worker = demo.page.workers().find((one) => one.url().includes("model-worker"))!;
  await worker.evaluate(() => {
    const adapter = (globalThis as unknown as { GPUAdapter: { prototype: Adapter } }).GPUAdapter.prototype;
    const request = adapter.requestDevice;
    adapter.requestDevice = async function (...words) {
      const device = await request.apply(this, words);
      Object.assign(globalThis, { lastDevice: device });
      return device;
    };
  });
  await demo.show("Runtimes");
  await demo.page.getByLabel("Runtime").selectOption("webgpu");
  const problem = await demo.settle();
  if (problem) throw new Error(problem);
  await demo.show("Classify");
  await demo.classify(bundledClips[0][0]);
  await worker.evaluate(() => (globalThis as unknown as { lastDevice: { destroy(): void } }).lastDevice.destroy());
  const [best] = await demo.classify(bundledClips[1][0]);
  say("after the device was lost", `${best}; ${await demo.page.locator(".status").textContent()}`);
  await demo.page.close();
}

interface Adapter {
  requestDevice(...words: unknown[]): Promise<unknown>;
}
