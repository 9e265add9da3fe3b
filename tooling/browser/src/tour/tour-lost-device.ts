import type { Browser, Worker } from "playwright-core";
import { bundledClips, openDemo } from "../demo-page.ts";
import type { ServedDemo } from "../serve-demo.ts";

/** Lose the graphics device while it is in use, on each runtime that has one: the page says so and goes on. */
export async function tourLostDevice(
  browser: Browser,
  served: ServedDemo,
  say: (name: string, value: unknown) => void,
): Promise<void> {
  for (const runtime of ["webgpu", "compiled-webgpu"] as const) {
    const demo = await openDemo(browser, served.url);
    const worker = demo.page.workers().find((one) => one.url().includes("model-worker"))!;
    await keepDevices(worker);
    const problem = await demo.chooseRuntime(runtime);
    if (problem) throw new Error(problem);
    await demo.show("Classify");
    await demo.classify(bundledClips[0][0]);
    const clip = demo.classify(bundledClips[1][0]);
    await worker.evaluate(() => {
      for (const device of (globalThis as unknown as { devices: { destroy(): void }[] }).devices) device.destroy();
    });
    const [best] = await clip;
    if (best !== bundledClips[1][1]) throw new Error(`${runtime}: expected ${bundledClips[1][1]}, got ${best}`);
    say(`${runtime}, after its device was lost`, `${best}; ${await demo.page.locator(".status").textContent()}`);
    await demo.page.close();
  }
}

/** Remember the devices that a worker opens from now on. */
function keepDevices(worker: Worker): Promise<void> {
  return worker.evaluate(() => {
    const adapter = (globalThis as unknown as { GPUAdapter: { prototype: Adapter } }).GPUAdapter.prototype;
    const request = adapter.requestDevice;
    const devices: unknown[] = [];
    Object.assign(globalThis, { devices });
    adapter.requestDevice = async function (...words) {
      const device = await request.apply(this, words);
      devices.push(device);
      return device;
    };
  });
}

interface Adapter {
  requestDevice(...words: unknown[]): Promise<unknown>;
}
